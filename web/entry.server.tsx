import { loggedError } from '@home-base/workers/logged-error.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { isbot } from 'isbot';
import { renderToReadableStream } from 'react-dom/server';
import { type EntryContext, type HandleErrorFunction, type RouterContextProvider, ServerRouter } from 'react-router';
import { Nonce } from './parts/nonce.ts';
import { setSecurityHeaders } from './parts/security-headers.server.ts';

export const streamTimeout = 10_000;

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  router: EntryContext,
  context: Readonly<RouterContextProvider>,
): Promise<Response> {
  const { ctx } = context.get(appContext);
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  setSecurityHeaders(headers, { nonce, host: new URL(request.url).host, secure: ctx.env.PUBLIC_URL.startsWith('https:') });
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('cache-control', 'private, no-store');
  if (request.method === 'HEAD') return new Response(null, { headers, status });

  let shellRendered = false;
  let answer = status;
  const body = await renderToReadableStream(
    <Nonce value={nonce}>
      <ServerRouter context={router} url={request.url} nonce={nonce} />
    </Nonce>,
    {
      nonce,
      signal: AbortSignal.timeout(streamTimeout + 1000),
      onError(error) {
        answer = 500;
        // What fails before the shell is thrown to the caller, who logs it.
        if (shellRendered)
          ctx.log('error', 'a part of the page could not be rendered', { requestId: ctx.requestId, ...loggedError(error) });
      },
    },
  );
  shellRendered = true;
  if (isbot(request.headers.get('user-agent') ?? '')) await body.allReady;
  return new Response(body, { headers, status: answer });
}

/** Whatever a loader or action throws that is not a planned refusal: whole in the log, a fixed text and the request id on the page. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return;
  const { ctx } = context.get(appContext);
  ctx.log('error', 'a page failed', {
    requestId: ctx.requestId,
    url: new URL(request.url).pathname,
    ...loggedError(error),
  });
};
