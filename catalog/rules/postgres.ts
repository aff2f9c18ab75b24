import { cloudnativePgBarman } from '../batteries/cloudnative_pg_barman/battery.ts';
import { type PostgresCluster, userInName } from '../objects/postgres-cluster.ts';
import { cnpgName } from '../parts/postgres-access.ts';
import { hasBattery, type Owned, type Summary, storedConfig } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';
import { usersOfSeed } from './seeds.ts';
import { storageIssues } from './storage.ts';

/** May this cluster be created (`before` absent) or replace `before`? Field rules are in the schema; these need the rest of the installation. */
export function checkPostgresCluster(summary: Summary, next: PostgresCluster, before?: Owned<PostgresCluster>): Issue[] {
  const issues: Issue[] = [];
  const others = summary.postgresClusters.filter((cluster) => cluster.id !== before?.id);
  if (others.some((cluster) => cluster.name === next.name && cluster.type === next.type))
    issues.push(taken('a Postgres cluster', next.name));
  // Credentials of `pg-{cluster}.{user}` go to other namespaces too, where equal names of the two types would meet.
  else if (others.some((cluster) => cluster.name === next.name))
    issues.push({
      path: 'name',
      message: `the ${next.type === 'internal' ? 'standard' : 'internal'} Postgres cluster "${next.name}" makes Secrets of the same names: choose another name`,
    });
  next.users.forEach(({ username }, index) => {
    const twin = next.users.findIndex((other) => userInName(other.username) === userInName(username));
    if (twin !== index)
      issues.push({
        path: `users.${index}.username`,
        message: `"${username}" and "${next.users[twin]?.username}" would share one Secret, as Kubernetes names have no underscore: choose another name`,
      });
  });
  const missing = next.backups.enabled ? missingForBackups(summary) : undefined;
  if (missing) issues.push({ path: 'backups.enabled', message: `backups need ${missing}` });
  if (!before) return [...issues, ...restoreIssues(summary, next), ...archiveIssues(summary, next)];
  if (next.name !== before.name) issues.push(fixed('name', before.name));
  if (next.type !== before.type) issues.push(fixed('type', before.type));
  if (next.database.name !== before.database.name)
    issues.push({ path: 'database.name', message: `is set when the cluster is made: keep "${before.database.name}"` });
  if (next.database.owner !== before.database.owner)
    issues.push({ path: 'database.owner', message: `is set when the cluster is made: keep "${before.database.owner}"` });
  if (next.documentdb !== before.documentdb)
    issues.push({
      path: 'documentdb',
      message: `is set when the cluster is made, because its image runs as another user: keep it ${before.documentdb ? 'on' : 'off'}, or make another cluster`,
    });
  if (next.restoreFrom !== before.restoreFrom) issues.push(fixed('restoreFrom', before.restoreFrom ?? 'no backup'));
  return [...issues, ...storageIssues(next, before)];
}

/** What has to be there before anything is written to or read from the object store; undefined when it is. */
function missingForBackups(summary: Summary): string | undefined {
  if (!hasBattery(summary, 'cloudnative_pg_barman')) return 'the battery Barman Cloud Plugin: enable it first';
  // A config that does not fit is an issue of its battery.
  const config = cloudnativePgBarman.config.safeParse(storedConfig(summary, 'cloudnative_pg_barman')).data;
  return config?.bucket === '' ? 'a bucket: set it in the configuration of the battery Barman Cloud Plugin first' : undefined;
}

/** Only a backup that the cluster reported can be restored from, only where the plugin that reads it runs, and only by an image that knows its data. */
function restoreIssues(summary: Summary, { restoreFrom, documentdb }: PostgresCluster): Issue[] {
  if (!restoreFrom) return [];
  const missing = missingForBackups(summary);
  if (missing) return [{ path: 'restoreFrom', message: `restoring needs ${missing}` }];
  const backup = summary.facts.backups.find(({ name }) => name === restoreFrom);
  if (!backup) {
    const known = summary.facts.backups.map(({ name }) => name);
    const choose = known.length > 0 ? `choose one of ${known.slice(-10).join(', ')}` : 'no cluster has finished a backup yet';
    return [{ path: 'restoreFrom', message: `there is no backup "${restoreFrom}": ${choose}` }];
  }
  const origin = summary.postgresClusters.find((cluster) => cnpgName(cluster) === backup.cluster);
  if (!origin || origin.documentdb === documentdb) return [];
  const has = origin.documentdb ? 'has' : 'lacks';
  return [{ path: 'documentdb', message: `the backup is of "${origin.name}", which ${has} the DocumentDB extension: do the same here` }];
}

/** The plugin writes below the cluster's name and refuses a place where another cluster's archive lies. */
function archiveIssues(summary: Summary, next: PostgresCluster): Issue[] {
  if (!next.backups.enabled || !summary.facts.backups.some(({ cluster }) => cluster === cnpgName(next))) return [];
  const message = `the object store still holds backups of an earlier cluster "${next.name}", and nothing may be written over them: choose another name`;
  return [{ path: 'name', message }];
}

/** May this cluster be deleted? Not while a FerretDB service keeps its documents there, or a battery its own data. */
export function checkPostgresRemoval(summary: Summary, cluster: Owned<PostgresCluster>): Issue[] {
  const ferrets = summary.ferretServices
    .filter((service) => service.postgresCluster === cluster.name)
    .map(({ name }) => ({ path: 'name', message: `the FerretDB service "${name}" keeps its documents in it: delete that first` }));
  const batteries = usersOfSeed(summary, 'postgresClusters', cluster).map((battery) => ({
    path: 'name',
    message: `the battery ${battery} keeps its data in it: disable that first`,
  }));
  return [...ferrets, ...batteries];
}
