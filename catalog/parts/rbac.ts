import type { Resource } from '@home-base/schema/kube/resource.ts';

export type Rule = { apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[] };
/** A right to paths of the API server that are no resource, such as `/metrics`. Only in a ClusterRole. */
export type UrlRule = { nonResourceURLs: string[]; verbs: string[] };
type Account = { namespace: string; name: string };

const apiVersion = 'rbac.authorization.k8s.io/v1';
export const read = ['get', 'list', 'watch'];
/** Spelled out instead of `*`, so that the agent holds exactly what it hands out. */
export const write = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** `annotations` is for what a cloud reads, such as the role of an account (parts/aws.ts). */
export function serviceAccount({ namespace, name }: Account, automount = true, annotations?: Record<string, string>): Resource {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, ...(annotations && { annotations }) },
    automountServiceAccountToken: automount,
  };
}

/** A ClusterRole and the binding of equal name to one service account. */
export function clusterGrant(name: string, account: Account, rules: (Rule | UrlRule)[]): Resource[] {
  return [
    { apiVersion, kind: 'ClusterRole', metadata: { name }, rules },
    { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, ...bound('ClusterRole', name, account) },
  ];
}

/** A Role and the binding of equal name, in the account's own namespace unless another is named. */
export function namespaceGrant(name: string, account: Account, rules: Rule[], namespace = account.namespace): Resource[] {
  const metadata = { name, namespace };
  return [
    { apiVersion, kind: 'Role', metadata, rules },
    { apiVersion, kind: 'RoleBinding', metadata, ...bound('Role', name, account) },
  ];
}

/** Binds a ClusterRole that Kubernetes itself has. */
export function bindClusterRole(name: string, role: string, account: Account): Resource {
  return { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, ...bound('ClusterRole', role, account) };
}

/** Binds a Role that is in `namespace` already; the account may live elsewhere. */
export function bindRole(name: string, namespace: string, role: string, account: Account): Resource {
  return { apiVersion, kind: 'RoleBinding', metadata: { name, namespace }, ...bound('Role', role, account) };
}

function bound(kind: string, name: string, account: Account) {
  return {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  };
}
