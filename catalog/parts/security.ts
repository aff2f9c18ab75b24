/** Pod and container settings that the pod security standard `restricted` asks for. */
export const restrictedPod = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } as const;
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

/** Priority of operators: pods of users give way to them. Made by battery_core. */
export const platformPriority = 'battery-platform';
