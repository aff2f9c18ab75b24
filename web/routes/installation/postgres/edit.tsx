import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { PostgresFields } from '../../../parts/objects/postgres-fields.tsx';
import { PostgresForm } from '../../../parts/objects/postgres-form.ts';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/edit';

export { action, loader } from './edit.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `Edit ${loaderData?.name ?? 'Postgres cluster'} · Home Base` }];

export default function EditPostgresClusterPage({
  loaderData: { id: objectId, name, updatedAt, filled },
  actionData,
}: Route.ComponentProps) {
  const installation = useInstallation();
  const at = `/installations/${installation.id}`;
  const here = `${at}/postgres/${objectId}`;
  // Someone else's change starts the form afresh; the agent's reports do not.
  const [form, fields] = useZodForm(PostgresForm, {
    id: `edit-${objectId}-${updatedAt}`,
    lastResult: actionData?.result,
    defaultValue: filled,
  });
  return (
    <ObjectForm
      title={`Edit ${name}`}
      trail={[
        { label: installation.name, to: at },
        { label: 'Postgres', to: `${at}/postgres` },
        { label: name, to: here },
        { label: 'Edit' },
      ]}
      form={form}
      submit="Save"
      busy="Saving"
      cancel={here}
    >
      <PostgresFields form={form} fields={fields} isNew={false} size={installation.size} />
    </ObjectForm>
  );
}
