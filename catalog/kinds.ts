import { groupOf, type Resource } from '@home-base/schema/kube/resource.ts';
import { customKinds } from './custom-kinds.ts';

type BuiltinKind = { group: string; kind: string; plural: string; scope: 'Namespaced' | 'Cluster' };

function builtin(group: string, scope: BuiltinKind['scope'], plurals: Record<string, string>): BuiltinKind[] {
  return Object.entries(plurals).map(([kind, plural]) => ({ group, kind, plural, scope }));
}

/** Kubernetes' own kinds that a battery may make. */
export const builtinKinds: readonly BuiltinKind[] = [
  ...builtin('', 'Namespaced', {
    ConfigMap: 'configmaps',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    Secret: 'secrets',
    Service: 'services',
    ServiceAccount: 'serviceaccounts',
  }),
  ...builtin('', 'Cluster', { Namespace: 'namespaces' }),
  ...builtin('apps', 'Namespaced', { DaemonSet: 'daemonsets', Deployment: 'deployments', StatefulSet: 'statefulsets' }),
  ...builtin('batch', 'Namespaced', { CronJob: 'cronjobs', Job: 'jobs' }),
  ...builtin('autoscaling', 'Namespaced', { HorizontalPodAutoscaler: 'horizontalpodautoscalers' }),
  ...builtin('policy', 'Namespaced', { PodDisruptionBudget: 'poddisruptionbudgets' }),
  ...builtin('networking.k8s.io', 'Namespaced', { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' }),
  ...builtin('networking.k8s.io', 'Cluster', { IngressClass: 'ingressclasses' }),
  ...builtin('rbac.authorization.k8s.io', 'Namespaced', { Role: 'roles', RoleBinding: 'rolebindings' }),
  ...builtin('rbac.authorization.k8s.io', 'Cluster', { ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings' }),
  ...builtin('apiextensions.k8s.io', 'Cluster', { CustomResourceDefinition: 'customresourcedefinitions' }),
  ...builtin('admissionregistration.k8s.io', 'Cluster', {
    MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
    ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
    ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
    ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
  }),
  ...builtin('apiregistration.k8s.io', 'Cluster', { APIService: 'apiservices' }),
  ...builtin('scheduling.k8s.io', 'Cluster', { PriorityClass: 'priorityclasses' }),
  ...builtin('storage.k8s.io', 'Cluster', { StorageClass: 'storageclasses' }),
  ...builtin('node.k8s.io', 'Cluster', { RuntimeClass: 'runtimeclasses' }),
];

const byGroupKind = new Map([...customKinds, ...builtinKinds].map((entry) => [`${entry.group}/${entry.kind}`, entry]));

/** Plural and scope of a resource's kind as the API server has it; a recipe becomes a Secret. Throws for a kind that is not registered. */
export function kindOf(resource: Pick<Resource, 'apiVersion' | 'kind'>): {
  group: string;
  plural: string;
  scope: 'Namespaced' | 'Cluster';
} {
  const isRecipe = resource.apiVersion.startsWith('recipe.home-base/');
  const key = isRecipe ? '/Secret' : `${groupOf(resource.apiVersion)}/${resource.kind}`;
  const found = byGroupKind.get(key);
  if (!found) throw new Error(`the kind ${resource.apiVersion} ${resource.kind} is not registered: add it to catalog/kinds.ts`);
  return found;
}
