import { index, layout, type RouteConfig, route } from '@react-router/dev/routes';

/** Every page. What needs a signed-in person is inside the console; `page` keeps the frame when a page fails. */
export default [
  index('routes/index.ts'),
  route('sign-in', 'routes/account/sign-in.tsx'),
  route('sign-up', 'routes/account/sign-up.tsx'),
  route('sign-out', 'routes/account/sign-out.ts'),
  route('theme', 'routes/account/theme.ts'),
  layout('routes/console.tsx', [
    layout('routes/page.tsx', [
      route('account', 'routes/account/account.tsx'),
      route('api-keys', 'routes/org/api-keys.tsx'),
      route('audit', 'routes/org/audit.tsx'),
      route('members', 'routes/org/members.tsx'),
      route('orgs/new', 'routes/org/new.tsx'),
      route('orgs/switch', 'routes/org/switch.ts'),
      route('installations', 'routes/installations/list.tsx'),
      route('installations/new', 'routes/installations/new.tsx'),
      route('installations/:installationId', 'routes/installation/layout.tsx', [
        index('routes/installation/home.tsx'),
        route('projects', 'routes/installation/projects/list.tsx'),
        route('projects/new', 'routes/installation/projects/new.tsx'),
        route('projects/:projectId', 'routes/installation/projects/show.tsx'),
        route('projects/:projectId/edit', 'routes/installation/projects/edit.tsx'),
        route('groups/:group', 'routes/installation/groups/show.tsx'),
        route('batteries', 'routes/installation/batteries/list.tsx'),
        route('batteries/:type', 'routes/installation/batteries/show.tsx'),
        route('batteries/:type/disable', 'routes/installation/batteries/disable.tsx'),
        route('snapshots', 'routes/installation/snapshots/list.tsx'),
        route('snapshots/diff', 'routes/installation/snapshots/diff.tsx'),
        route('snapshots/:version', 'routes/installation/snapshots/show.tsx'),
        route('snapshots/:version/rollback', 'routes/installation/snapshots/rollback.tsx'),
        route('resources', 'routes/installation/resources/list.tsx'),
        route('resources/*', 'routes/installation/resources/show.tsx'),
        route('removals', 'routes/installation/removals.tsx'),
        route('settings', 'routes/installation/settings.tsx'),
        // One set of pages for every kind of object; parts/objects/places.ts says which words `:objects` may be.
        route(':objects', 'routes/installation/objects/list.tsx'),
        route(':objects/new', 'routes/installation/objects/new.tsx'),
        route(':objects/:id', 'routes/installation/objects/show.tsx'),
        route(':objects/:id/edit', 'routes/installation/objects/edit.tsx'),
      ]),
    ]),
  ]),
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig;
