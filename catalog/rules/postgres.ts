import { type PostgresCluster, userInName } from '../objects/postgres-cluster.ts';
import { hasBattery, type Owned, type Summary } from '../summary.ts';
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
  if (next.backups.enabled && !hasBattery(summary, 'cloudnative_pg_barman'))
    issues.push({ path: 'backups.enabled', message: 'backups need the battery Barman Cloud Plugin: enable it first' });
  if (!before) return [...issues, ...restoreIssues(summary, next)];
  if (next.name !== before.name) issues.push(fixed('name', before.name));
  if (next.type !== before.type) issues.push(fixed('type', before.type));
  if (next.database.name !== before.database.name)
    issues.push({ path: 'database.name', message: `is set when the cluster is made: keep "${before.database.name}"` });
  if (next.database.owner !== before.database.owner)
    issues.push({ path: 'database.owner', message: `is set when the cluster is made: keep "${before.database.owner}"` });
  if (next.restoreFrom !== before.restoreFrom) issues.push(fixed('restoreFrom', before.restoreFrom ?? 'no backup'));
  return [...issues, ...storageIssues(next, before)];
}

/** Only a backup that the cluster reported can be restored from, and only where the plugin that reads it runs. */
function restoreIssues(summary: Summary, { restoreFrom }: PostgresCluster): Issue[] {
  if (!restoreFrom) return [];
  if (!hasBattery(summary, 'cloudnative_pg_barman'))
    return [{ path: 'restoreFrom', message: 'restoring needs the battery Barman Cloud Plugin: enable it first' }];
  const known = summary.facts.backups.map(({ name }) => name);
  if (known.includes(restoreFrom)) return [];
  const choose = known.length > 0 ? `choose one of ${known.slice(-10).join(', ')}` : 'no cluster has finished a backup yet';
  return [{ path: 'restoreFrom', message: `there is no backup "${restoreFrom}": ${choose}` }];
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
