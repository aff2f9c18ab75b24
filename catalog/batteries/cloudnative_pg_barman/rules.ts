import { type Rule, read, write } from '../../parts/rbac.ts';

const barman = ['barmancloud.cnpg.io'];

/** RBAC of the Barman Cloud plugin 0.9. What differs from upstream's file, and why, is in upstream/rbac.test.ts. */
export const pluginRules: Rule[] = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'delete', ...read] },
  { apiGroups: barman, resources: ['objectstores'], verbs: write },
  { apiGroups: barman, resources: ['objectstores/finalizers'], verbs: ['update'] },
  { apiGroups: barman, resources: ['objectstores/status'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['postgresql.cnpg.io'], resources: ['backups'], verbs: read },
  { apiGroups: ['postgresql.cnpg.io'], resources: ['clusters/finalizers'], verbs: ['update'] },
  // It lets the pods of each cluster read their object store and its Secret.
  { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: ['create', ...read, 'patch', 'update'] },
];

export const leaderRules: Rule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: write },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];
