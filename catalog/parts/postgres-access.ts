import { postgresNamespace } from '../namespaces.ts';
import { type PostgresCluster, userInName } from '../objects/postgres-cluster.ts';
import type { Summary } from '../summary.ts';

type Named = Pick<PostgresCluster, 'name' | 'type'>;

/** Name of the CNPG Cluster of a Postgres cluster, and the prefix of its Services and Secrets. */
export function cnpgName({ name }: { name: string }): string {
  return `pg-${name}`;
}

/** Secret with a user's credentials; keys username, password, hostname and dsn (batteries/cloudnative_pg/credentials.ts). */
export function postgresSecret(cluster: { name: string }, username: string): string {
  return `cloudnative-pg.${cnpgName(cluster)}.${userInName(username)}`;
}

/** The primary's Service. */
export function postgresHost(summary: Summary, cluster: Named): string {
  return `${cnpgName(cluster)}-rw.${postgresNamespace(summary, cluster)}.svc.cluster.local`;
}
