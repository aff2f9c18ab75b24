import { useSearchParams } from 'react-router';
import { ButtonLink } from '../ui/button.tsx';
import { formatBytes, formatCpu, writeBytes, writeCpu } from '../ui/quantity.ts';
import type { ZodForm } from './zod-form.ts';

type Preset = Record<string, number>;

/**
 * The sizes of an object as a row. Each is a link to this form with `?preset=size`, whose loader fills it in; with JavaScript it fills the fields
 * on the spot and keeps what else was typed.
 */
export function SizePresets({
  form,
  presets,
  recommended,
}: {
  form: ZodForm;
  presets: Record<string, Preset>;
  recommended?: string | undefined;
}) {
  const [params] = useSearchParams();
  const link = (size: string) => {
    const next = new URLSearchParams(params);
    next.set('preset', size);
    return `?${next}`;
  };
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Size</legend>
      <div className="flex flex-wrap gap-1.5">
        {Object.entries(presets).map(([size, preset]) => (
          <ButtonLink
            key={size}
            to={link(size)}
            preventScrollReset
            variant={params.get('preset') === size ? 'primary' : 'secondary'}
            className="h-auto flex-col items-start gap-0 py-1"
            onClick={(event) => {
              event.preventDefault();
              for (const [name, value] of Object.entries(preset))
                form.update({
                  name,
                  value: name.endsWith('Bytes') ? writeBytes(value) : name.endsWith('Millis') ? writeCpu(value) : value,
                });
            }}
          >
            <span>
              {size}
              {size === recommended && <span className="ml-1.5 font-normal text-accent">suits this installation</span>}
            </span>
            <span className="text-2xs font-normal text-muted">{presetWords(preset)}</span>
          </ButtonLink>
        ))}
      </div>
    </fieldset>
  );
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
