import { z } from 'zod';
import { pollUntil } from '../process/poll.ts';
import type { KubeApi, KubeObject } from './api-client.ts';

/** Room for every battery with a hundred objects, and GPUs for the models that ask for them. */
const capacity = { cpu: '64', memory: '256Gi', pods: '500', 'ephemeral-storage': '2Ti', 'nvidia.com/gpu': '8' };

/** Makes simulated nodes `home-base-1`… and waits until the scheduler may use them: Ready, and without the not-ready taint. */
export async function ensureNodes(api: KubeApi, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `home-base-${index + 1}`);
  await Promise.all(names.map((name) => ensureNode(api, name)));
  await pollUntil(
    `${count} simulated nodes becoming Ready`,
    async () => ((await Promise.all(names.map((name) => isUsable(api, name)))).every(Boolean) ? true : undefined),
    {
      timeoutMs: 60_000,
    },
  );
}

async function ensureNode(api: KubeApi, name: string): Promise<void> {
  const path = `/api/v1/nodes/${name}`;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': 'local',
    type: 'kwok',
  };
  const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } } };
  await api.apply(path, node);
  // kwok keeps the capacity that it finds.
  await api.apply(`${path}/status`, { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { capacity, allocatable: capacity } });
}

async function isUsable(api: KubeApi, name: string): Promise<boolean> {
  const { spec, status } = Node.parse(await api.get(`/api/v1/nodes/${name}`));
  const ready = status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return ready && !spec.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
}

const Node = z.object({
  spec: z.object({ taints: z.array(z.object({ key: z.string() })).optional() }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() }),
});
