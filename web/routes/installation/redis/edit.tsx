import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { RedisFields } from '../../../parts/objects/redis-fields.tsx';
import { RedisForm } from '../../../parts/objects/redis-form.ts';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/edit';

export { action, loader } from './edit.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `Edit ${loaderData?.name ?? 'Redis instance'} · Home Base` }];

export default function EditRedisInstancePage({ loaderData: { id: objectId, name, updatedAt, filled }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  const at = `/installations/${installation.id}`;
  const here = `${at}/redis/${objectId}`;
  // Someone else's change starts the form afresh; the agent's reports do not.
  const [form, fields] = useZodForm(RedisForm, {
    id: `edit-${objectId}-${updatedAt}`,
    lastResult: actionData?.result,
    defaultValue: filled,
  });
  return (
    <ObjectForm
      title={`Edit ${name}`}
      trail={[{ label: installation.name, to: at }, { label: 'Redis', to: `${at}/redis` }, { label: name, to: here }, { label: 'Edit' }]}
      form={form}
      submit="Save"
      busy="Saving"
      cancel={here}
    >
      <RedisFields form={form} fields={fields} isNew={false} size={installation.size} replications={[]} />
    </ObjectForm>
  );
}
