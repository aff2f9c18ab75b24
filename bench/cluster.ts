import type { ControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { collectionOf, type Shape } from './shapes.ts';

/** A namespace that is ready for any object: its default ServiceAccount is there. */
export async function makeNamespace({ api }: ControlPlane, name: string): Promise<void> {
  await api.apply(`/api/v1/namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, 'bench');
  await pollUntil(`ServiceAccount default in ${name}`, () => api.get(`/api/v1/namespaces/${name}/serviceaccounts/default`), {
    timeoutMs: 30_000,
  });
}

const kindsOf: Record<Shape, string[]> = { mixed: ['Deployment', 'Ingress', 'Service', 'ServiceAccount'], maps: ['ConfigMap'] };

/** Takes away what a run left, so that the next one finds the same cluster. Waits until it is gone. */
export async function clear({ api }: ControlPlane, namespace: string, shape: Shape): Promise<void> {
  for (const kind of kindsOf[shape]) await api.send('DELETE', `${collectionOf(kind, namespace)}?limit=100000`);
  await pollUntil(
    `the objects of ${namespace} being gone`,
    async () => {
      const replicaSets = await api.send('GET', `/apis/apps/v1/namespaces/${namespace}/replicasets?limit=1`);
      return (JSON.parse(replicaSets.body) as { items?: unknown[] }).items?.length === 0 ? true : undefined;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
}
