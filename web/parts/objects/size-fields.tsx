import { useSearchParams } from 'react-router';
import type { FormField } from '../schema-form.tsx';
import { SchemaFields } from '../schema-form.tsx';
import { SizePresets } from '../size-presets.tsx';
import type { ZodForm } from '../zod-form.ts';
import type { Fields } from './form-tree.ts';

type Presets<P> = { tiny: P } & Record<string, P>;

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
      <SizePresets form={form} presets={presets} recommended={recommended} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SchemaFields form={form} fields={fields} list={computeFields} />
      </div>
    </div>
  );
}

/** The preset that a new object starts with: the one in the URL (which works without JavaScript), else that of the installation's size. */
export function useStartPreset<P>(presets: Presets<P>, size: string): P {
  const [params] = useSearchParams();
  return presets[params.get('preset') ?? size] ?? presets[size] ?? presets.tiny;
}
