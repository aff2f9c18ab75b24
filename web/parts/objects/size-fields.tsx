import type { FormField } from '../schema-form.tsx';
import { SchemaFields } from '../schema-form.tsx';
import { SizePresets } from '../size-presets.tsx';
import type { ZodForm } from '../zod-form.ts';
import type { Fields } from './form-tree.ts';

const computeFields: FormField[] = [
  {
    name: 'cpuRequestedMillis',
    title: 'CPU requested',
    description: 'Kept free for each instance. Such as 0.5.',
    input: { kind: 'cpu' },
  },
  { name: 'cpuLimitMillis', title: 'CPU limit', description: 'What an instance may use at most.', input: { kind: 'cpu' } },
  {
    name: 'memoryRequestedBytes',
    title: 'Memory requested',
    description: 'Kept free for each instance. Such as 512 MiB.',
    input: { kind: 'bytes' },
  },
  {
    name: 'memoryLimitBytes',
    title: 'Memory limit',
    description: 'Above it the instance is stopped and started anew.',
    input: { kind: 'bytes' },
  },
];

/** Presets, and the numbers that they fill in. */
export function SizeFields({
  form,
  fields,
  presets,
  recommended,
}: {
  form: ZodForm;
  fields: Fields;
  presets: Record<string, Record<string, number>>;
  recommended?: string;
}) {
  return (
    <div className="grid gap-4">
      <SizePresets form={form} fields={fields} presets={presets} recommended={recommended} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SchemaFields form={form} fields={fields} list={computeFields} />
      </div>
    </div>
  );
}

/** The numbers that a new object starts with: those of the installation's size. */
export function startPreset<P>(presets: { tiny: P } & Record<string, P>, size: string): P {
  return presets[size] ?? presets.tiny;
}
