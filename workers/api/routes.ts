import { batteryRoutes } from './batteries.ts';
import type { Route } from './define-route.ts';
import { installationRoutes } from './installations.ts';
import { orgRoutes } from './org.ts';
import { postgresClusterRoutes } from './postgres-clusters.ts';
import { redisInstanceRoutes } from './redis-instances.ts';
import { traditionalServiceRoutes } from './traditional-services.ts';

/** Every route of the API: the router, OpenAPI and the tenant test read this list. */
export const routes: Route[] = [
  ...installationRoutes,
  ...batteryRoutes,
  ...postgresClusterRoutes,
  ...redisInstanceRoutes,
  ...traditionalServiceRoutes,
  ...orgRoutes,
];
