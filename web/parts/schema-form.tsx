import type { FieldMetadata } from '@conform-to/react';
import { Plus, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { type ControlProps, controlProps, Field, FieldErrors } from '../ui/field.tsx';
import { Checkbox, Input, Select, Switch } from '../ui/input.tsx';
import { type Fields, fieldsOf } from './objects/form-tree.ts';
import { BytesInput, CpuInput } from './quantity-input.tsx';
import type { ZodForm } from './zod-form.ts';

/** One field as a form draws it. */
export type FormField = {
  name: string;
  title: string;
  description?: string | undefined;
  advanced?: boolean | undefined;
  readOnly?: boolean | undefined;
  /** May be left empty. */
  optional?: boolean | undefined;
  input:
    | { kind: 'text' }
    | { kind: 'number'; min?: number | undefined; max?: number | undefined; isWhole?: boolean | undefined }
    | { kind: 'bytes' }
    | { kind: 'cpu' }
    | { kind: 'switch' }
    | { kind: 'choice'; options: readonly string[] }
    | { kind: 'list' }
    /** A box for each place of a list of yes and no. */
    | { kind: 'boxes'; labels: readonly string[] }
    /** Fields of its own, one level down. */
    | { kind: 'group'; fields: readonly FormField[] };
};

/** Controls of a schema's fields inside a form made by `useZodForm`; advanced ones are folded away until one of them has an error. */
export function SchemaFields({ form, fields, list }: { form: ZodForm; fields: Fields; list: readonly FormField[] }) {
  const advanced = list.filter((field) => field.advanced);
  const draw = (field: FormField) => {
    const meta = fields[field.name];
    return meta && <SchemaField key={field.name} form={form} field={field} meta={meta} />;
  };
  return (
    <>
      {list.filter((field) => !field.advanced).map(draw)}
      {advanced.length > 0 && (
        <details open={advanced.some(({ name }) => fields[name]?.errors?.length) || undefined} className="group rounded-md border">
          <summary className="px-3 py-2 font-medium text-muted hover:text-ink">
            <Disclosure />
            Advanced
          </summary>
          <div className="grid gap-4 border-t p-3">{advanced.map(draw)}</div>
        </details>
      )}
    </>
  );
}

function SchemaField({ form, field, meta }: { form: ZodForm; field: FormField; meta: FieldMetadata<unknown> }) {
  if (field.input.kind === 'group')
    return (
      <fieldset className="grid gap-3 rounded-md border p-3">
        <legend className="px-1 font-medium">{field.title}</legend>
        {field.description && <p className="text-xs text-muted">{field.description}</p>}
        <SchemaFields form={form} fields={fieldsOf(meta)} list={field.input.fields} />
        <FieldErrors id={`${meta.id}-error`} errors={meta.errors} />
      </fieldset>
    );
  if (field.input.kind === 'boxes') return <Boxes field={field} labels={field.input.labels} meta={meta} />;
  if (field.input.kind === 'list') return <ListField form={form} field={field} meta={meta} />;
  return (
    <Field
      meta={{
        id: meta.id,
        name: meta.name,
        initialValue: meta.initialValue,
        ...(meta.errors && { errors: meta.errors }),
        ...(field.optional && { required: false }),
      }}
      label={field.title}
      help={field.description}
      inline={field.input.kind === 'switch'}
    >
      {(props) => <Control props={props} field={field} />}
    </Field>
  );
}

function Control({ props, field: { input, readOnly } }: { props: ControlProps; field: FormField }) {
  switch (input.kind) {
    case 'text':
      return <Input {...props} readOnly={readOnly} spellCheck={false} autoComplete="off" />;
    case 'number':
      return (
        <Input
          {...props}
          readOnly={readOnly}
          type="number"
          inputMode={input.isWhole === false ? 'decimal' : 'numeric'}
          step={input.isWhole === false ? 'any' : undefined}
          min={input.min}
          max={input.max}
          className="max-w-40"
        />
      );
    case 'bytes':
      return <BytesInput {...props} />;
    case 'cpu':
      return <CpuInput {...props} />;
    case 'switch': {
      const { defaultValue, ...rest } = props;
      return <Switch {...rest} defaultChecked={defaultValue === 'on'} onClick={readOnly ? (event) => event.preventDefault() : undefined} />;
    }
    case 'choice':
      // A select knows no "read-only".
      if (readOnly) return <Input {...props} readOnly className="max-w-72" />;
      return (
        <Select {...props} className="max-w-72">
          {input.options.map((option) => (
            <option key={option} value={option}>
              {option === '' ? '–' : option}
            </option>
          ))}
        </Select>
      );
    case 'list':
    case 'boxes':
    case 'group':
      throw new Error(`a ${input.kind} has no single control`);
    default: {
      const unknown: never = input;
      throw new Error(`unknown control ${JSON.stringify(unknown)}`);
    }
  }
}

function Boxes({ field, labels, meta }: { field: FormField; labels: readonly string[]; meta: FieldMetadata<unknown> }) {
  const initial: unknown[] = Array.isArray(meta.initialValue) ? meta.initialValue : [];
  return (
    <fieldset aria-describedby={meta.errors ? `${meta.id}-error` : undefined}>
      <legend className="font-medium">{field.title}</legend>
      {field.description && <p className="text-xs text-muted">{field.description}</p>}
      <div className="flex flex-wrap gap-x-4 gap-y-1.5 pt-1">
        {labels.map((label, index) => (
          <span key={label} className="flex items-center gap-1.5">
            <Checkbox id={`${meta.id}-${index}`} name={`${meta.name}[${index}]`} defaultChecked={initial[index] === 'on'} />
            <label htmlFor={`${meta.id}-${index}`}>{label}</label>
          </span>
        ))}
      </div>
      <FieldErrors id={`${meta.id}-error`} errors={meta.errors} />
    </fieldset>
  );
}

/** One text field an item. Adding and removing are submissions of the form with an intent, so they work without JavaScript. */
function ListField({ form, field, meta }: { form: ZodForm; field: FormField; meta: FieldMetadata<unknown> }) {
  const items = (meta as FieldMetadata<string[]>).getFieldList();
  return (
    <fieldset id={meta.id} className="grid gap-1.5" aria-describedby={meta.errors ? `${meta.id}-error` : undefined}>
      <legend className="font-medium">{field.title}</legend>
      {field.description && <p className="text-xs text-muted">{field.description}</p>}
      {items.map((item, index) => (
        <div key={item.key} className="grid gap-1">
          <div className="flex gap-1.5">
            <Input
              {...controlProps(
                { id: item.id, name: item.name, initialValue: item.initialValue, ...(item.errors && { errors: item.errors }) },
                false,
              )}
              aria-label={`${field.title} ${index + 1}`}
              spellCheck={false}
              autoComplete="off"
            />
            <Button
              variant="quiet"
              aria-label={`Remove ${field.title} ${index + 1}`}
              icon={X}
              type="submit"
              {...form.remove.getButtonProps({ name: meta.name, index })}
            />
          </div>
          <FieldErrors id={`${item.id}-error`} errors={item.errors} />
        </div>
      ))}
      <FieldErrors id={`${meta.id}-error`} errors={meta.errors} />
      <div>
        <Button size="sm" icon={Plus} type="submit" {...form.insert.getButtonProps({ name: meta.name })}>
          Add
        </Button>
      </div>
    </fieldset>
  );
}
