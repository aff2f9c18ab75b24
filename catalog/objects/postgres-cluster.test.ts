import { expect, it } from 'vitest';
import { storedPresets } from './compute-size.ts';
import { PostgresCluster, postgresRoles } from './postgres-cluster.ts';

const withUser = (user: object) =>
  PostgresCluster.safeParse({
    name: 'main',
    ...storedPresets.tiny,
    database: { name: 'app', owner: 'app' },
    users: [{ username: 'app', ...user }],
  });

it.each(['home-base', 'kube-system', 'default', 'battery-', 'battery-data-'])('no credentials go to the namespace %s', (namespace) => {
  const { error } = withUser({ credentialNamespaces: [namespace] });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['users.0.credentialNamespaces.0']);
});

it('credentials go to at most 20 namespaces of batteries, and no list of a user is endless', () => {
  const namespaces = Array.from({ length: 21 }, (_, index) => `battery-n${index}`);
  expect(withUser({ credentialNamespaces: namespaces.slice(1) }).success).toBe(true);
  expect(withUser({ credentialNamespaces: namespaces }).success).toBe(false);
  expect(withUser({ roles: [...postgresRoles, 'login'] }).success).toBe(false);
});
