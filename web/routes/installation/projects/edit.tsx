import { ProjectFields } from '@home-base/schema/wire/projects.ts';
import { Form } from 'react-router';
import { FormErrors } from '../../../parts/form-errors.tsx';
import { MadeFrom, useMadeFrom } from '../../../parts/made-from.tsx';
import { ProjectFieldsRows } from '../../../parts/projects/project-fields.tsx';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/edit';

export { action, loader } from './edit.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `Edit ${loaderData?.project.name ?? 'project'} · Home Base` }];

export default function EditProjectPage({ loaderData: { project }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  const mayChange = useMayChange();
  const at = `/installations/${installation.id}`;
  const here = `${at}/projects/${project.id}`;
  const { id, name, description, updatedAt, objects } = project;
  const { madeFrom, isStale } = useMadeFrom({ of: id, newest: updatedAt, answer: actionData });
  const [form, fields] = useZodForm(ProjectFields, {
    id: `edit-${id}-${madeFrom}`,
    lastResult: actionData?.result,
    defaultValue: { name, description },
  });
  return (
    <>
      <Breadcrumbs
        items={[
          { label: installation.name, to: at },
          { label: 'Projects', to: `${at}/projects` },
          { label: name, to: here },
          { label: 'Edit' },
        ]}
      />
      <PageHeader title={`Edit ${name}`} />
      <Section>
        <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-2xl gap-4">
          <ViewerNotice />
          <MadeFrom value={madeFrom} />
          <FormErrors errors={form.errors} isStale={isStale} />
          <fieldset disabled={!mayChange} className="contents">
            <ProjectFieldsRows fields={fields} />
          </fieldset>
          <div className="flex gap-2">
            {mayChange && (
              <SubmitButton busy="Saving" name="intent" value="save">
                Save
              </SubmitButton>
            )}
            <ButtonLink variant="quiet" to={here}>
              {mayChange ? 'Cancel' : 'Back'}
            </ButtonLink>
          </div>
        </Form>
      </Section>
      {mayChange && (
        <Section title="Delete this project" tone="danger">
          {objects.length > 0 ? (
            <p className="text-muted">
              It still has {objects.length === 1 ? 'an object' : `${formatCount(objects.length)} objects`}: take{' '}
              {objects.length === 1 ? 'it' : 'them'} out on its page or delete {objects.length === 1 ? 'it' : 'them'} first. Deleting a
              project never deletes what runs.
            </p>
          ) : (
            <Form method="post" className="flex flex-wrap items-center justify-between gap-3">
              <p className="text-muted">It is empty: nothing in the cluster changes.</p>
              <SubmitButton variant="danger" name="intent" value="delete">
                Delete project
              </SubmitButton>
            </Form>
          )}
        </Section>
      )}
    </>
  );
}
