import type { Resource } from '@home-base/schema/kube/resource.ts';
import { postgresNamespace } from '../../namespaces.ts';
import type { PostgresCluster } from '../../objects/postgres-cluster.ts';
import { generatedSecret, type SecretKeys } from '../../parts/generated-secret.ts';
import { postgresHost, postgresSecret } from '../../parts/postgres-access.ts';
import type { Summary } from '../../summary.ts';

type User = PostgresCluster['users'][number];

/** The Secret that a user's password is made in, beside the cluster, and a copy in each namespace that asks for one. */
export function credentials(cluster: PostgresCluster, user: User, summary: Summary): Resource[] {
  const namespace = postgresNamespace(summary, cluster);
  const secret = postgresSecret(cluster, user.username);
  const hostname = postgresHost(summary, cluster);
  const keys: SecretKeys = {
    username: { from: 'value', value: user.username },
    password: { from: 'random', length: 24, alphabet: 'alphanumeric' },
    hostname: { from: 'value', value: hostname },
    dsn: { from: 'template', template: `postgresql://{username}:{password}@${hostname}:5432/${cluster.database.name}`, encode: 'uri' },
  };
  const copied: SecretKeys = Object.fromEntries(
    Object.keys(keys).map((key) => [key, { from: 'secret' as const, namespace, name: secret, key }]),
  );
  const others = [...new Set(user.credentialNamespaces)].filter((other) => other !== namespace);
  return [
    generated(secret, namespace, user.passwordVersion, keys, { 'cnpg.io/reload': 'true' }),
    ...others.map((other) => generated(secret, other, user.passwordVersion, copied, {})),
  ];
}

/** basic-auth is the type that the operator asks of the passwords it reads. */
function generated(name: string, namespace: string, version: number, keys: SecretKeys, labels: Record<string, string>): Resource {
  return generatedSecret({ name, namespace, labels, version, type: 'kubernetes.io/basic-auth', keys });
}
