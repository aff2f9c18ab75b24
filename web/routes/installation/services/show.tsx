import { ConfirmByName } from '../../../parts/confirm-by-name.tsx';
import { sizeWords } from '../../../parts/objects/object-list.tsx';
import { ObjectPage } from '../../../parts/objects/object-page.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { action, loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.object.name ?? 'Web service'} · Home Base` }];

export default function TraditionalServicePage({ loaderData: { object: service, state }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  return (
    <ObjectPage
      name={service.name}
      id={service.id}
      list={{ label: 'Web services', to: `/installations/${installation.id}/services` }}
      installation={installation}
      state={state}
      config={[
        ['Runs as', service.kind === 'deployment' ? 'Deployment' : 'StatefulSet'],
        ['Size', sizeWords(service)],
        ['Reachable', service.internal ? 'inside the cluster only' : 'inside the cluster, and from outside once a gateway is enabled'],
        ['Containers', service.containers.map((container) => `${container.name} (${container.image})`).join('; ')],
        ['Ports', service.ports.map((port) => `${port.name} ${port.number}`).join(', ') || 'none'],
        ['Hosts', service.additionalHosts.join(', ') || undefined],
        ['Readiness', service.readiness && `${service.readiness.path} on port ${service.readiness.port}`],
        ['Made', <Time key="at" at={service.createdAt} />],
      ]}
    >
      <ConfirmByName title="Delete this service" name={service.name} action="Delete service" lastResult={actionData?.result}>
        Its instances, addresses and routes are removed from Kubernetes. What it stored elsewhere stays. A rollback brings it back.
      </ConfirmByName>
    </ObjectPage>
  );
}
