import type { FieldMetadata } from '@conform-to/react';
import type { ComponentProps, ReactNode } from 'react';
import { Field } from '../../ui/field.tsx';
import { Checkbox, Input, Select, Textarea } from '../../ui/input.tsx';
import { metaOf } from './form-tree.ts';

type Base = { meta: FieldMetadata<unknown>; label: ReactNode; help?: ReactNode; optional?: boolean; className?: string };

/** Text on one line, in the ways of names and paths: no capitals, no spelling. */
export function TextField({ meta, label, help, optional, className, ...rest }: Base & Omit<ComponentProps<'input'>, 'children'>) {
  return (
    <Field meta={metaOf(meta, optional ? false : undefined)} label={label} help={help} {...(className && { className })}>
      {(props) => <Input {...props} spellCheck={false} autoComplete="off" autoCapitalize="none" {...rest} />}
    </Field>
  );
}

/** Several lines; errors of a single line are shown here, too. */
export function LinesField({ meta, label, help, optional, className, rows = 2 }: Base & { rows?: number }) {
  const errors = [...new Set(Object.values(meta.allErrors).flat())];
  return (
    <Field meta={{ ...metaOf(meta, optional ? false : undefined), errors }} label={label} help={help} {...(className && { className })}>
      {(props) => (
        <Textarea {...props} rows={rows} spellCheck={false} autoComplete="off" autoCapitalize="none" className="font-mono text-xs" />
      )}
    </Field>
  );
}

export function ChoiceField({
  meta,
  label,
  help,
  optional,
  className,
  options,
}: Base & { options: readonly (readonly [value: string, label: string])[] }) {
  return (
    <Field meta={metaOf(meta, optional ? false : undefined)} label={label} help={help} {...(className && { className })}>
      {(props) => (
        <Select {...props}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

export function CheckField({ meta, label, help, className }: Base) {
  return (
    <Field meta={metaOf(meta)} label={label} help={help} inline {...(className && { className })}>
      {({ defaultValue, ...props }) => <Checkbox {...props} defaultChecked={defaultValue === 'on'} className="mt-0.5" />}
    </Field>
  );
}
