import { agentRoutes } from './agents.ts';
import { batteryRoutes } from './batteries.ts';
import type { Route } from './define-route.ts';
import { installationRoutes } from './installations.ts';
import { orgRoutes } from './org.ts';
import { postgresClusterRoutes } from './postgres-clusters.ts';
import { redisInstanceRoutes } from './redis-instances.ts';
import { resourceRoutes } from './resources.ts';
import { snapshotRoutes } from './snapshots.ts';
import { traditionalServiceRoutes } from './traditional-services.ts';
import { tufRoutes } from './tuf.ts';

/** Every route of the API: the router, OpenAPI and the tenant test read this list. */
export const routes: Route[] = [
  ...installationRoutes,
  ...batteryRoutes,
  ...postgresClusterRoutes,
  ...redisInstanceRoutes,
  ...traditionalServiceRoutes,
  ...snapshotRoutes,
  ...resourceRoutes,
  ...orgRoutes,
  ...agentRoutes,
  ...tufRoutes,
];
