import type { FieldMetadata } from '@conform-to/react';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { FieldErrors } from '../../ui/field.tsx';
import type { ZodForm } from '../zod-form.ts';
import { type Fields, fieldsOf, rowsOf } from './form-tree.ts';

type Props = {
  form: ZodForm;
  meta: FieldMetadata<unknown>;
  legend: ReactNode;
  help?: ReactNode;
  /** One of them, as in "Add port". */
  noun: string;
  /** What a new row starts with. */
  fresh: Record<string, unknown>;
  /** Rows below this number cannot be taken away. */
  least?: number;
  children: (fields: Fields, row: FieldMetadata<unknown>, index: number) => ReactNode;
};

/** Rows that can be added and taken away. Both are submissions of the form with an intent, so they work without JavaScript. */
export function RowList({ form, meta, legend, help, noun, fresh, least = 0, children }: Props) {
  const rows = rowsOf(meta);
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{legend}</legend>
      {help && <p className="text-xs text-muted">{help}</p>}
      {rows.map((row, index) => (
        <fieldset
          key={row.key}
          aria-label={`${noun} ${index + 1}`}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border bg-sunken/50 p-3"
        >
          <div className="grid min-w-0 gap-3">{children(fieldsOf(row), row, index)}</div>
          {rows.length > least && (
            <Button
              variant="quiet"
              size="sm"
              icon={X}
              aria-label={`Remove ${noun} ${index + 1}`}
              title={`Remove this ${noun}`}
              type="submit"
              {...form.remove.getButtonProps({ name: meta.name, index })}
            />
          )}
          <div className="col-span-2 empty:hidden">
            <FieldErrors id={`${row.id}-error`} errors={row.errors} />
          </div>
        </fieldset>
      ))}
      <FieldErrors id={`${meta.id}-error`} errors={meta.errors} />
      <div>
        <Button size="sm" icon={Plus} type="submit" {...form.insert.getButtonProps({ name: meta.name, defaultValue: fresh as never })}>
          Add {noun}
        </Button>
      </div>
    </fieldset>
  );
}
