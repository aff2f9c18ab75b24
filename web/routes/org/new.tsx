import { OrgName } from '@home-base/schema/wire/orgs.ts';
import { Form } from 'react-router';
import { z } from 'zod';
import { FormErrors } from '../../parts/form-errors.tsx';
import { useZodForm } from '../../parts/zod-form.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import type { Route } from './+types/new';

export { action } from './new.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'New organization · Home Base' }];

const NewOrg = z.object({ name: OrgName });

export default function NewOrgPage({ actionData }: Route.ComponentProps) {
  const [form, fields] = useZodForm(NewOrg, { id: 'new-org', lastResult: actionData?.result });
  return (
    <>
      <PageHeader title="New organization" description="An organization owns installations, keys and people. You become its owner." />
      <Section>
        <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-md gap-4">
          <FormErrors errors={form.errors} />
          <Field meta={fields.name!} label="Name">
            {(props) => <Input {...props} autoComplete="organization" />}
          </Field>
          <div>
            <SubmitButton>Create organization</SubmitButton>
          </div>
        </Form>
      </Section>
    </>
  );
}
