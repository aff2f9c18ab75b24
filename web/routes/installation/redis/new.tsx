import { redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { RedisFields } from '../../../parts/objects/redis-fields.tsx';
import { RedisForm } from '../../../parts/objects/redis-form.ts';
import { startPreset } from '../../../parts/objects/size-fields.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/new';

export { action, loader } from './new.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'New Redis instance · Home Base' }];

export default function NewRedisInstancePage({ loaderData, actionData }: Route.ComponentProps) {
  const { id, name, size } = useInstallation();
  const at = `/installations/${id}`;
  const preset = startPreset(redisPresets, size);
  const defaultValue = { mode: 'standalone', instances: 1, passwordVersion: 1, ...preset };
  const [form, fields] = useZodForm(RedisForm, { id: 'new-redis', lastResult: actionData?.result, defaultValue });
  return (
    <ObjectForm
      title="New Redis instance"
      trail={[{ label: name, to: at }, { label: 'Redis', to: `${at}/redis` }, { label: 'New' }]}
      form={form}
      submit="Create Redis instance"
      busy="Creating"
      cancel={`${at}/redis`}
    >
      <RedisFields form={form} fields={fields} isNew size={size} replications={loaderData.replications} />
    </ObjectForm>
  );
}
