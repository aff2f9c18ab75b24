import type { Resource } from '@home-base/schema/kube/resource.ts';
import { postgresNamespace } from '../../namespaces.ts';
import type { FerretService } from '../../objects/ferret-service.ts';
import { type PostgresCluster, userInName } from '../../objects/postgres-cluster.ts';
import { generatedSecret, type SecretKeys } from '../../parts/generated-secret.ts';
import { postgresHost, postgresSecret } from '../../parts/postgres-access.ts';
import type { Summary } from '../../summary.ts';

type User = PostgresCluster['users'][number];

/** Connections that a cluster of the smallest size leaves for FerretDB: 100, less what the operator, its users and maintenance take. */
const connections = 80;

export function upstreamSecretName({ name }: { name: string }): string {
  return `ferret-${name}-upstream`;
}

/**
 * How the service reaches Postgres: as the owner of the cluster's database, whichever place it has in the list of users. The documents lie in the
 * database `postgres` because the extension works nowhere else (docs/decisions/0007).
 */
export function upstreamSecret(ferret: FerretService, cluster: PostgresCluster, summary: Summary): Resource {
  const { owner } = cluster.database;
  const version = cluster.users.find(({ username }) => username === owner)?.passwordVersion ?? 1;
  const pool = Math.max(4, Math.min(50, Math.floor(connections / ferret.instances)));
  const host = postgresHost(summary, cluster);
  const query = `sslmode=require&pool_min_conns=2&pool_max_conns=${pool}`;
  return recipe(upstreamSecretName(ferret), postgresNamespace(summary, cluster), version, {
    ...copied(cluster, owner, summary),
    dsn: { from: 'template', template: `postgresql://{username}:{password}@${host}:5432/postgres?${query}`, encode: 'uri' },
  });
}

/** What a MongoDB client of one user needs, beside the cluster and in each namespace that asked for the user's credentials. FerretDB signs users of Postgres in. */
export function userSecrets(ferret: FerretService, cluster: PostgresCluster, user: User, summary: Summary): Resource[] {
  const own = postgresNamespace(summary, cluster);
  const hostname = `ferret-${ferret.name}.${own}.svc.cluster.local`;
  const keys: SecretKeys = {
    ...copied(cluster, user.username, summary),
    hostname: { from: 'value', value: hostname },
    uri: { from: 'template', template: `mongodb://{username}:{password}@${hostname}:27017/`, encode: 'uri' },
  };
  return [...new Set([own, ...user.credentialNamespaces])].map((namespace) =>
    recipe(`ferret.${ferret.name}.${userInName(user.username)}`, namespace, user.passwordVersion, keys),
  );
}

function copied(cluster: PostgresCluster, username: string, summary: Summary): SecretKeys {
  const from = { from: 'secret' as const, namespace: postgresNamespace(summary, cluster), name: postgresSecret(cluster, username) };
  return { username: { from: 'value', value: username }, password: { ...from, key: 'password' } };
}

function recipe(name: string, namespace: string, version: number, keys: SecretKeys): Resource {
  return generatedSecret({ name, namespace, version, keys });
}
