import { groupOf } from './resource.ts';

/**
 * Stages order an apply where the API server's own needs do not: lower first. The agent waits inside a stage only for what the API server
 * needs (namespace, CRD Established, webhook endpoint), never for workload health (DESIGN.md 4.4).
 */
export const stages = { foundation: 0, identity: 1, configuration: 2, workload: 3, custom: 4, admission: 5 } as const;
export type Stage = (typeof stages)[keyof typeof stages];

export const stageNames: Record<Stage, string> = {
  0: 'Namespaces and definitions',
  1: 'Identities and permissions',
  2: 'Configuration and secrets',
  3: 'Services and workloads',
  4: 'Custom resources',
  5: 'Admission webhooks and APIs',
};

const stageOfKind: Record<string, Stage> = {
  Namespace: 0,
  CustomResourceDefinition: 0,
  PriorityClass: 0,
  StorageClass: 0,
  RuntimeClass: 0,
  IngressClass: 0,
  ServiceAccount: 1,
  Role: 1,
  ClusterRole: 1,
  // After its role: without `bind` the API server compares the role's rules with the agent's own, and answers 404 while there is none.
  RoleBinding: 2,
  ClusterRoleBinding: 2,
  NetworkPolicy: 1,
  ConfigMap: 2,
  Secret: 2,
  GeneratedSecret: 2,
  SealedSecret: 2,
  PersistentVolumeClaim: 2,
  ResourceQuota: 2,
  LimitRange: 2,
  Service: 3,
  Deployment: 3,
  StatefulSet: 3,
  DaemonSet: 3,
  Job: 3,
  CronJob: 3,
  PodDisruptionBudget: 3,
  HorizontalPodAutoscaler: 3,
  Ingress: 3,
  Pod: 3,
  MutatingWebhookConfiguration: 5,
  ValidatingWebhookConfiguration: 5,
  APIService: 5,
  ValidatingAdmissionPolicy: 5,
  ValidatingAdmissionPolicyBinding: 5,
};

const builtinGroups = new Set([
  '',
  'apps',
  'batch',
  'policy',
  'autoscaling',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'apiextensions.k8s.io',
  'admissionregistration.k8s.io',
  'apiregistration.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'node.k8s.io',
  'recipe.home-base',
]);

/** Stage of a kind; a kind of no built-in group is a custom resource. A CRD named like a built-in kind (Knative's Service) stays custom. */
export function stageOf(resource: { apiVersion: string; kind: string }): Stage {
  if (!builtinGroups.has(groupOf(resource.apiVersion))) return stages.custom;
  return stageOfKind[resource.kind] ?? stages.workload;
}
