import { Outlet, useRouteLoaderData } from 'react-router';
import { LiveProvider } from '../../parts/live-provider.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Route } from './+types/layout';
import type { loader as load } from './layout.server.ts';

export { loader } from './layout.server.ts';

/** The installation that the page around belongs to; undefined on pages of the organization. */
export function useFoundInstallation() {
  return useRouteLoaderData<typeof load>('routes/installation/layout')?.installation;
}

/** The installation of this page. Throws outside /installations/:installationId. */
export function useInstallation() {
  const installation = useFoundInstallation();
  if (!installation) throw new Error('useInstallation is for pages below /installations/:installationId');
  return installation;
}

export default function InstallationLayout({ loaderData: { installation } }: Route.ComponentProps) {
  return (
    <LiveProvider installationId={installation.id}>
      {installation.deleting && (
        <Notice tone="warn" title="This installation is being deleted">
          The agent removes what it installed; the installation goes when the agent reports an empty cluster.
        </Notice>
      )}
      {installation.paused && !installation.deleting && (
        <Notice tone="warn" title="Paused">
          The agent applies, heals and removes nothing until you resume it in Settings. It still reports.
        </Notice>
      )}
      {/* Nothing that a page keeps, such as an install line, may show up on another installation. */}
      <Outlet key={installation.id} />
    </LiveProvider>
  );
}
