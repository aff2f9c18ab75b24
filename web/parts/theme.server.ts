import { createCookie } from 'react-router';
import { Theme } from './theme.ts';

const cookie = createCookie('hb_theme', { path: '/', sameSite: 'lax', maxAge: 60 * 60 * 24 * 365 });

/** The stored choice; `system` where there is none. */
export async function readTheme(request: Request): Promise<Theme> {
  const parsed = Theme.safeParse(await cookie.parse(request.headers.get('cookie')));
  return parsed.success ? parsed.data : 'system';
}

export function storeTheme(theme: Theme): Promise<string> {
  return cookie.serialize(theme);
}
