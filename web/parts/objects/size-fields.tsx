import type { FormField } from '../schema-form.tsx';
import { SchemaFields } from '../schema-form.tsx';
import { SizePresets } from '../size-presets.tsx';
import type { FieldsProps } from './fields-props.ts';
import { nodeProblem } from './size-problem.ts';

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

type Preset = { cpuRequestedMillis: number; memoryRequestedBytes: number; memoryLimitBytes: number };

/** Presets, and the numbers that they fill in. One that no node could run, or that has another problem, cannot be chosen; numbers can be typed. */
export function SizeFields<P extends Preset>({
  form,
  fields,
  choices,
  size,
  presets,
  problem = () => undefined,
}: Pick<FieldsProps, 'form' | 'fields' | 'choices' | 'size'> & {
  presets: Record<string, P>;
  problem?: (preset: P) => string | undefined;
}) {
  return (
    <div className="grid gap-4">
      <SizePresets
        form={form}
        fields={fields}
        presets={presets}
        recommended={size}
        problem={(preset) => problem(preset) ?? nodeProblem(preset, choices)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SchemaFields form={form} fields={fields} list={computeFields} />
      </div>
    </div>
  );
}
