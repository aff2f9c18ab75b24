import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** What a control needs to know of its field: conform's field metadata has this shape. */
export type FieldMeta = { id: string; name: string; initialValue?: unknown; errors?: readonly string[]; required?: boolean };

export type ControlProps = {
  id: string;
  name: string;
  defaultValue: string | undefined;
  required: boolean | undefined;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
};

export function controlProps(meta: FieldMeta, help: boolean): ControlProps {
  const invalid = Boolean(meta.errors?.length);
  return {
    id: meta.id,
    name: meta.name,
    defaultValue: typeof meta.initialValue === 'string' ? meta.initialValue : undefined,
    required: meta.required,
    'aria-invalid': invalid || undefined,
    'aria-describedby': [help && `${meta.id}-help`, invalid && `${meta.id}-error`].filter(Boolean).join(' ') || undefined,
  };
}

type FieldProps = {
  meta: FieldMeta;
  label: ReactNode;
  /** One sentence below the label. */
  help?: ReactNode;
  /** Beside the control: a checkbox or a switch. */
  inline?: boolean;
  className?: string;
  children: (props: ControlProps) => ReactNode;
};

/** Label, help, control and errors, wired for screen readers once. */
export function Field({ meta, label, help, inline, className, children }: FieldProps) {
  return (
    <div className={cx(inline ? 'flex flex-wrap items-start gap-x-2.5 gap-y-1' : 'grid content-start gap-1', className)}>
      {inline && children(controlProps(meta, Boolean(help)))}
      <div className={inline ? 'min-w-0 flex-1' : undefined}>
        <label htmlFor={meta.id} className="font-medium">
          {label}
          {meta.required === false && <span className="font-normal text-faint"> (optional)</span>}
        </label>
        {help && (
          <p id={`${meta.id}-help`} className="text-xs text-muted">
            {help}
          </p>
        )}
      </div>
      {!inline && children(controlProps(meta, Boolean(help)))}
      <FieldErrors id={`${meta.id}-error`} errors={meta.errors} />
    </div>
  );
}

export function FieldErrors({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  if (!errors?.length) return null;
  return (
    <ul id={id} role="alert" className="w-full text-xs text-bad">
      {errors.map((error) => (
        <li key={error}>{error.charAt(0).toUpperCase() + error.slice(1)}</li>
      ))}
    </ul>
  );
}
