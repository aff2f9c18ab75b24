import { createCookie, redirect } from 'react-router';
import { z } from 'zod';

export const Toast = z.object({ tone: z.enum(['good', 'warn', 'bad']), text: z.string() });
export type Toast = z.infer<typeof Toast>;

const cookie = createCookie('hb_toast', { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 60 });

/** Goes on to `to` and says there what was done; works without JavaScript. */
export async function redirectWithToast(
  to: string,
  text: string,
  tone: Toast['tone'] = 'good',
  headers: HeadersInit = {},
): Promise<Response> {
  const all = new Headers(headers);
  all.append('set-cookie', await cookie.serialize({ tone, text } satisfies Toast));
  return redirect(to, { headers: all });
}

/** The toast to show once, and the headers that take it out of the browser. */
export async function takeToast(request: Request): Promise<{ toast: Toast | undefined; headers: HeadersInit }> {
  const parsed = Toast.safeParse(await cookie.parse(request.headers.get('cookie')));
  return parsed.success
    ? { toast: parsed.data, headers: { 'set-cookie': await cookie.serialize('', { maxAge: 0 }) } }
    : { toast: undefined, headers: {} };
}
