/** Labels and annotations that every part agrees on. */
export const labels = {
  /** `true` on everything that Home Base applies; the agent's watches select by it. */
  managed: 'battery/managed',
  app: 'battery/app',
  component: 'battery/component',
  /** Id of the battery or of the user's object that the resource belongs to. */
  owner: 'battery/owner',
  name: 'app.kubernetes.io/name',
  version: 'app.kubernetes.io/version',
  componentName: 'app.kubernetes.io/component',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

export const managedByValue = 'home-base';

export const annotations = {
  /** Hash of the configuration that a pod template mounts, so that pods roll when it changes. */
  configHash: 'battery/config-hash',
  /** Drift policy of one object: revert (default), strict, alert or ignore. */
  driftPolicy: 'home-base/drift-policy',
  /** `true` where an immutable field may be changed by deleting and creating the object (Jobs). */
  recreate: 'home-base/recreate',
  /** `true` on a CRD that stands in for upstream's on a machine that cannot reach it. */
  standIn: 'home-base/stand-in',
} as const;

/** The one field manager of everything the agent writes. */
export const fieldManager = 'home-base-agent';

/** Namespace of the agent and of its state (`agent-state-*`). */
export const agentNamespace = 'home-base';

export const driftPolicies = ['revert', 'strict', 'alert', 'ignore'] as const;
export type DriftPolicy = (typeof driftPolicies)[number];
