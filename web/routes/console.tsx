import { Outlet, useRouteLoaderData } from 'react-router';
import { AppShell } from '../parts/app-shell.tsx';
import type { Route } from './+types/console';
import { type loader as load, requireSignedIn } from './console.server.ts';
import { useFoundInstallation } from './installation/layout.tsx';

export { loader } from './console.server.ts';
export const middleware: Route.MiddlewareFunction[] = [requireSignedIn];

/** Who is signed in, and where. */
export function useConsole() {
  const loaded = useRouteLoaderData<typeof load>('routes/console');
  if (!loaded) throw new Error('useConsole is for pages inside the console');
  return loaded;
}

export default function Console({ loaderData }: Route.ComponentProps) {
  return (
    <AppShell shell={loaderData} installation={useFoundInstallation()}>
      <Outlet />
    </AppShell>
  );
}
