import { type ReactNode, useId } from 'react';
import { Form } from 'react-router';
import { z } from 'zod';
import { SubmitButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { Section } from '../ui/section.tsx';
import { FormErrors } from './form-errors.tsx';
import { type LastResult, useZodForm } from './zod-form.ts';

/** Schema of the form below, for the action: `handleForm(formData, confirmSchema(name), …)`. */
export function confirmSchema(name: string) {
  return z.object({
    confirm: z
      .string({ error: `type ${name} to confirm` })
      .refine((typed) => typed.trim() === name, { error: `this is not the name: type ${name}` }),
  });
}

/** Asks for the name before something that cannot be taken back. `children` say what will be lost and what stays. */
export function ConfirmByName({
  title,
  name,
  action,
  intent = 'delete',
  lastResult,
  children,
}: {
  title: string;
  name: string;
  /** Words of the button, such as "Delete this cluster". */
  action: string;
  intent?: string;
  lastResult: LastResult;
  children: ReactNode;
}) {
  const [form, fields] = useZodForm(confirmSchema(name), { id: useId(), lastResult });
  return (
    <Section tone="danger" title={title}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-lg gap-3">
        <div className="text-muted">{children}</div>
        <FormErrors errors={form.errors} />
        <Field
          meta={{ ...meta(fields.confirm), required: true }}
          label={<>Type {<code className="font-mono text-xs">{name}</code>} to confirm</>}
        >
          {(props) => <Input {...props} autoComplete="off" spellCheck={false} autoCapitalize="none" />}
        </Field>
        <div>
          <SubmitButton variant="danger" name="intent" value={intent}>
            {action}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function meta(field: { id: string; name: string; initialValue?: unknown; errors?: string[] } | undefined) {
  if (!field) throw new Error('the confirm form has no field "confirm"');
  return { id: field.id, name: field.name, errors: field.errors };
}
