import { namespacesOf, postgresNamespace } from '../../namespaces.ts';
import { userInName } from '../../objects/postgres-cluster.ts';
import type { Summary } from '../../summary.ts';

const name = 'forgejo';

export type Database = { host: string; name: string /** Secret in the core namespace with `username` and `password`. */; secret: string };

/** The battery's own Postgres cluster, made when the battery is enabled (seeds.ts). Throws what to do when it is not as Forgejo needs it. */
export function forgejoDatabase(summary: Summary): Database {
  const { core } = namespacesOf(summary);
  const cluster = summary.postgresClusters.find((one) => one.name === name && one.type === 'internal');
  if (!cluster) throw new Error(`Forgejo keeps its data in an internal Postgres cluster named "${name}", and there is none: create it`);
  const user = cluster.users.find(({ username }) => username === cluster.database.owner);
  if (!user?.credentialNamespaces.includes(core))
    throw new Error(
      `Forgejo runs in the namespace "${core}" and cannot read the credentials of its database there: add that namespace to those of the user "${cluster.database.owner}" of the Postgres cluster "${name}"`,
    );
  return {
    host: `pg-${name}-rw.${postgresNamespace(summary, cluster)}.svc.cluster.local:5432`,
    name: cluster.database.name,
    secret: `cloudnative-pg.pg-${name}.${userInName(user.username)}`,
  };
}
