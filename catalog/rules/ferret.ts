import type { FerretService } from '../objects/ferret-service.ts';
import type { Owned, Summary } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';

/** May this FerretDB service be created (`before` absent) or replace `before`? Its Postgres cluster has to be there. */
export function checkFerretService(summary: Summary, next: FerretService, before?: Owned<FerretService>): Issue[] {
  const issues: Issue[] = [];
  if (summary.ferretServices.some((other) => other.id !== before?.id && other.name === next.name))
    issues.push(taken('a FerretDB service', next.name));
  const clusters = summary.postgresClusters.map(({ name }) => name);
  if (!clusters.includes(next.postgresCluster)) {
    const choose = clusters.length > 0 ? `choose one of ${clusters.join(', ')}` : 'create one first';
    issues.push({ path: 'postgresCluster', message: `there is no Postgres cluster "${next.postgresCluster}": ${choose}` });
  }
  if (before && next.name !== before.name) issues.push(fixed('name', before.name));
  if (before && next.postgresCluster !== before.postgresCluster) issues.push(fixed('postgresCluster', before.postgresCluster));
  return issues;
}
