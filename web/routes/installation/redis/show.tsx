import { ConfirmByName } from '../../../parts/confirm-by-name.tsx';
import { sizeWords } from '../../../parts/objects/object-list.tsx';
import { ObjectPage } from '../../../parts/objects/object-page.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { action, loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.object.name ?? 'Redis'} · Home Base` }];

export default function RedisInstancePage({ loaderData: { object: redis, state }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  return (
    <ObjectPage
      name={redis.name}
      id={redis.id}
      list={{ label: 'Redis', to: `/installations/${installation.id}/redis` }}
      installation={installation}
      state={state}
      config={[
        ['Mode', redis.mode],
        ['Size', sizeWords(redis)],
        ['Watches', redis.replicationOf],
        ['Storage', redis.storageBytes === undefined ? 'in memory only' : (redis.storageClass ?? 'the default class of the cluster')],
        ['Password version', redis.mode === 'sentinel' ? undefined : redis.passwordVersion],
        ['Made', <Time key="at" at={redis.createdAt} />],
      ]}
    >
      <ConfirmByName title="Delete this Redis" name={redis.name} action="Delete Redis and data" lastResult={actionData?.result}>
        The instances, their data and the Secret with the password are removed from Kubernetes. A rollback brings back the instance, but not
        its data.
      </ConfirmByName>
    </ObjectPage>
  );
}
