import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import type { Route } from './+types/root';
import { readTheme } from './parts/theme.server.ts';
import { takeToast } from './parts/toast.server.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { toast, headers } = await takeToast(request);
  return data({ theme: await readTheme(request), toast, requestId: context.get(appContext).ctx.requestId }, { headers });
}
