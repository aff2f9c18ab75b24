/** Pod and container settings that the pod security standard `restricted` asks for. */
export const restrictedPod = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } as const;
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

/** Pod security standards, loosest first. */
export const podSecurityLevels = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurity = (typeof podSecurityLevels)[number];

/** Priority of operators: pods of users give way to them. Made by battery_core. */
export const platformPriority = 'battery-platform';
