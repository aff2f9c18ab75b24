import { Button } from '../ui/button.tsx';
import { formatBytes, formatCpu, writeBytes, writeCpu } from '../ui/quantity.ts';
import { type Fields, fieldOf } from './objects/form-tree.ts';
import { fillName, type ZodForm } from './zod-form.ts';

type Preset = Record<string, number>;

/** The sizes of an object as a row: each fills in the fields and keeps what else was typed, with JavaScript on the spot. The one that is filled in is marked. */
export function SizePresets<P extends Preset>({
  form,
  fields,
  presets,
  recommended,
  problem = () => undefined,
}: {
  form: ZodForm;
  fields: Fields;
  presets: Record<string, P>;
  recommended?: string | undefined;
  /** Why a preset cannot be chosen. */
  problem?: (preset: P) => string | undefined;
}) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Size</legend>
      <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-3">
        {Object.entries(presets).map(([size, preset]) => {
          const reason = problem(preset);
          const texts = Object.fromEntries(
            Object.entries(preset).map(([name, value]) => [fieldOf(fields, name).name, written(name, value)]),
          );
          return (
            <Button
              key={size}
              type="submit"
              name={fillName}
              value={JSON.stringify(texts)}
              formNoValidate
              disabled={reason !== undefined}
              aria-pressed={Object.entries(preset).every(([name, value]) => isFilled(name, fields[name]?.value, value))}
              className="h-auto flex-col items-start justify-start! gap-0 px-2.5 py-1.5 whitespace-normal text-left aria-pressed:border-accent aria-pressed:bg-accent-tint disabled:border-dashed disabled:text-faint disabled:opacity-100! disabled:hover:bg-surface"
              onClick={(event) => {
                event.preventDefault();
                for (const [name, value] of Object.entries(texts)) form.update({ name, value });
              }}
            >
              <span className="whitespace-normal">
                {size}
                {size === recommended && !reason && <span className="ml-1.5 font-normal text-accent">suits this installation</span>}
              </span>
              <span className="figures text-2xs font-normal text-muted">{presetWords(preset)}</span>
              {reason && <span className="text-2xs font-normal whitespace-normal text-warn">{reason}</span>}
            </Button>
          );
        })}
      </div>
    </fieldset>
  );
}

function written(name: string, value: number): string {
  return name.endsWith('Bytes') ? writeBytes(value) : name.endsWith('Millis') ? writeCpu(value) : String(value);
}

/** A field holds a number as the server gave it, or a text as it was typed. */
function isFilled(name: string, typed: unknown, value: number): boolean {
  return typed === String(value) || typed === written(name, value);
}

/** "1 CPU · 512 MiB · 16 GiB disk" of the limits. */
function presetWords(preset: Preset): string {
  const { cpuLimitMillis, memoryLimitBytes, storageBytes } = preset;
  return [
    cpuLimitMillis && formatCpu(cpuLimitMillis),
    memoryLimitBytes && formatBytes(memoryLimitBytes),
    storageBytes && `${formatBytes(storageBytes)} disk`,
  ]
    .filter(Boolean)
    .join(' · ');
}
