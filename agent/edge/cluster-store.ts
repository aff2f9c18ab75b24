import { agentNamespace } from '@home-base/schema/kube/labels.ts';
import type { Kube } from '../kube/kube.ts';
import type { StateData, StateKind, StateStore } from './store.ts';

const refOf = (kind: StateKind, name: string) => ({ apiVersion: 'v1', group: '', kind, namespace: agentNamespace, name });

/** The state in the cluster: Secrets and ConfigMaps `agent-state-*` in the agent's own namespace, written by server-side apply. */
export function createClusterStore(kube: Pick<Kube, 'apply' | 'get' | 'delete'>): StateStore {
  return {
    read: async (kind, name) => {
      const answer = await kube.get(refOf(kind, name));
      if (answer.ok) return decode(kind === 'Secret' ? answer.value.data : answer.value.binaryData);
      if (answer.error.status === 404) return undefined;
      throw new Error(`${kind} ${name} cannot be read: ${answer.error.message}`);
    },
    write: async (kind, name, data) => {
      const encoded = Object.fromEntries(Object.entries(data).map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]));
      const resource = {
        apiVersion: 'v1',
        kind,
        metadata: { name, namespace: agentNamespace, labels: { 'app.kubernetes.io/managed-by': 'home-base-agent' } },
      };
      const answer = await kube.apply(
        kind === 'Secret' ? { ...resource, type: 'Opaque', data: encoded } : { ...resource, binaryData: encoded },
        { force: true },
      );
      if (!answer.ok) throw new Error(`${kind} ${name} cannot be written: ${answer.error.message}`);
    },
    remove: async (kind, name) => {
      const answer = await kube.delete(refOf(kind, name));
      if (!answer.ok && answer.error.status !== 404) throw new Error(`${kind} ${name} cannot be deleted: ${answer.error.message}`);
    },
  };
}

function decode(data: unknown): StateData {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (typeof value === 'string' ? [[key, Buffer.from(value, 'base64')]] : [])),
  );
}
