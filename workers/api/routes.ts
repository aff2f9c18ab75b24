import { agentRoutes } from './agents.ts';
import { batteryRoutes } from './batteries.ts';
import type { Route } from './define-route.ts';
import { installationRoutes } from './installations.ts';
import { objectRoutes } from './objects.ts';
import { orgRoutes } from './org.ts';
import { projectRoutes } from './projects.ts';
import { resourceRoutes } from './resources.ts';
import { snapshotRoutes } from './snapshots.ts';
import { tufRoutes } from './tuf.ts';

/** Every route of the API: the router, OpenAPI and the tenant test read this list. */
export const routes: Route[] = [
  ...installationRoutes,
  ...batteryRoutes,
  ...objectRoutes,
  ...projectRoutes,
  ...snapshotRoutes,
  ...resourceRoutes,
  ...orgRoutes,
  ...agentRoutes,
  ...tufRoutes,
];
