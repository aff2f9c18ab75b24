import { Refusal } from '../refusal.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A write that a browser sends with our cookie must come from a page of ours: cookies go along with what a stranger's page sends, too. Browsers
 * name the page in `Origin` (or say `same-origin`), and a page cannot forge either.
 */
export function requireSameOrigin(request: Request, publicUrl: string): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.headers.get('origin');
  if (
    origin === null
      ? request.headers.get('sec-fetch-site') === 'same-origin'
      : origin === new URL(request.url).origin || origin === new URL(publicUrl).origin
  )
    return;
  throw new Refusal(
    'forbidden',
    `This came from ${origin ?? 'an unknown page'}, which is not Home Base. Scripts use an API key instead of the session.`,
  );
}
