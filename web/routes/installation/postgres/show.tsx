import { ConfirmByName } from '../../../parts/confirm-by-name.tsx';
import { sizeWords } from '../../../parts/objects/object-list.tsx';
import { ObjectPage } from '../../../parts/objects/object-page.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { action, loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.object.name ?? 'Postgres cluster'} · Home Base` }];

export default function PostgresClusterPage({ loaderData: { object: cluster, state }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  return (
    <ObjectPage
      name={cluster.name}
      id={cluster.id}
      list={{ label: 'Postgres', to: `/installations/${installation.id}/postgres` }}
      installation={installation}
      state={state}
      config={[
        ['Type', cluster.type],
        ['Size', sizeWords(cluster)],
        ['Storage class', cluster.storageClass ?? 'the default of the cluster'],
        ['Database', `${cluster.database.name}, owned by ${cluster.database.owner}`],
        ['Users', cluster.users.map((user) => `${user.username} (${user.roles.join(', ') || 'no roles'})`).join('; ')],
        ['Made', <Time key="at" at={cluster.createdAt} />],
      ]}
    >
      <ConfirmByName title="Delete this cluster" name={cluster.name} action="Delete cluster and data" lastResult={actionData?.result}>
        The cluster, its databases and its users' Secrets are removed from Kubernetes. A rollback brings back the cluster, but not its data.
      </ConfirmByName>
    </ObjectPage>
  );
}
