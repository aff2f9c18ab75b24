import type { Resource } from '@home-base/schema/kube/resource.ts';

/** Lets one pod go at a time. Only for more than one replica: with one it would block every drain. */
export function pdb(name: string, namespace: string, matchLabels: Record<string, string>): Resource {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels } },
  };
}
