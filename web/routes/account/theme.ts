import { redirect } from 'react-router';
import { z } from 'zod';
import { localPath } from '../../parts/local-path.ts';
import { storeTheme } from '../../parts/theme.server.ts';
import { Theme } from '../../parts/theme.ts';
import type { Route } from './+types/theme';

const Choice = z.object({ theme: Theme.catch('system'), to: z.string().catch('/') });

/** Stores how the pages look and goes back to where it was asked for. */
export async function action({ request }: Route.ActionArgs) {
  const { theme, to } = Choice.parse(Object.fromEntries(await request.formData()));
  return redirect(localPath(to), { headers: { 'set-cookie': await storeTheme(theme) } });
}

export function loader() {
  return redirect('/');
}
