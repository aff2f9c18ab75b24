import type { FerretService } from '../objects/ferret-service.ts';
import type { Owned, Summary } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';

/** May this FerretDB service be created (`before` absent) or replace `before`? Its Postgres cluster has to be there and have the extension. */
export function checkFerretService(summary: Summary, next: FerretService, before?: Owned<FerretService>): Issue[] {
  const issues: Issue[] = [];
  if (summary.ferretServices.some((other) => other.id !== before?.id && other.name === next.name))
    issues.push(taken('a FerretDB service', next.name));
  const cluster = summary.postgresClusters.find(({ name }) => name === next.postgresCluster);
  const fit = summary.postgresClusters.filter(({ documentdb }) => documentdb).map(({ name }) => name);
  const choose = fit.length > 0 ? `choose one of ${fit.join(', ')}` : 'create one with it first';
  if (!cluster)
    issues.push({ path: 'postgresCluster', message: `there is no Postgres cluster "${next.postgresCluster}" with DocumentDB: ${choose}` });
  else if (!cluster.documentdb)
    issues.push({
      path: 'postgresCluster',
      message: `the Postgres cluster "${cluster.name}" lacks the DocumentDB extension, which comes with an image that a running cluster cannot change to: ${choose}`,
    });
  if (before && next.name !== before.name) issues.push(fixed('name', before.name));
  if (before && next.postgresCluster !== before.postgresCluster) issues.push(fixed('postgresCluster', before.postgresCluster));
  return issues;
}
