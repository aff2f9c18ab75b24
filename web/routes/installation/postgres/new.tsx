import { storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { freshUser, PostgresFields } from '../../../parts/objects/postgres-fields.tsx';
import { PostgresForm } from '../../../parts/objects/postgres-form.ts';
import { startPreset } from '../../../parts/objects/size-fields.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/new';

export { action, loader } from './new.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'New Postgres cluster · Home Base' }];

export default function NewPostgresClusterPage({ actionData }: Route.ComponentProps) {
  const { id, name, size } = useInstallation();
  const at = `/installations/${id}`;
  const preset = startPreset(storedPresets, size);
  const defaultValue = {
    type: 'standard',
    instances: 1,
    database: { name: 'app', owner: 'app' },
    users: [{ ...freshUser, username: 'app' }],
    ...preset,
  };
  const [form, fields] = useZodForm(PostgresForm, { id: 'new-postgres', lastResult: actionData?.result, defaultValue });
  return (
    <ObjectForm
      title="New Postgres cluster"
      trail={[{ label: name, to: at }, { label: 'Postgres', to: `${at}/postgres` }, { label: 'New' }]}
      form={form}
      submit="Create Postgres cluster"
      busy="Creating"
      cancel={`${at}/postgres`}
    >
      <PostgresFields form={form} fields={fields} isNew size={size} />
    </ObjectForm>
  );
}
