import { namespacesOf, postgresNamespace } from '../../namespaces.ts';
import { userInName } from '../../objects/postgres-cluster.ts';
import type { Summary } from '../../summary.ts';

export const databaseName = 'keycloak';

/**
 * Where Keycloak keeps its people: the internal Postgres cluster that comes with the battery (seeds.ts) and is then the user's. Throws, worded for
 * people, when what Keycloak needs of it is gone: without it the server would only crash.
 */
export function databaseOf(summary: Summary): { host: string; name: string; credentials: string } {
  const { core } = namespacesOf(summary);
  const cluster = summary.postgresClusters.find(({ name, type }) => name === databaseName && type === 'internal');
  if (!cluster)
    throw new Error(
      `Keycloak keeps its people in the internal Postgres cluster "${databaseName}", which is not there: create it with the database and the user "${databaseName}"`,
    );
  const owner = cluster.users.find(({ username }) => username === cluster.database.owner);
  if (!owner?.credentialNamespaces.some((namespace) => namespace === core))
    throw new Error(
      `Keycloak signs in to the Postgres cluster "${databaseName}" as "${cluster.database.owner}": add "${core}" to the credential namespaces of that user`,
    );
  return {
    host: `pg-${databaseName}-rw.${postgresNamespace(summary, cluster)}.svc.cluster.local`,
    name: cluster.database.name,
    credentials: `cloudnative-pg.pg-${databaseName}.${userInName(owner.username)}`,
  };
}
