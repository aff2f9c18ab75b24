import { actorOfSession } from './accounts/session.ts';
import { api } from './api/app.ts';
import { readCapped } from './api/body.ts';
import { problemOf } from './api/problem.ts';
import { requireSameOrigin } from './api/same-origin.ts';
import type { Ctx } from './context.ts';
import { type Env, parseEnv } from './env.ts';
import { sweep } from './jobs/sweep.ts';
import { openCtx } from './open-ctx.ts';

type Bindings = Record<string, unknown>;
type Execution = { waitUntil: (work: Promise<unknown>) => void };
type RenderPage = (request: Request, ctx: Ctx) => Promise<Response>;

const isApi = (pathname: string) => pathname.startsWith('/v1/') || pathname === '/v1' || pathname === '/install.sh';

let parsed: { bindings: Bindings; env: Env } | undefined;

/** Settings are parsed once an isolate: the runtime hands out the same bindings with every request. */
function envOf(bindings: Bindings): Env {
  if (parsed?.bindings !== bindings) parsed = { bindings, env: parseEnv(bindings) };
  return parsed.env;
}

/** The one Worker: `/v1` and `/install.sh` by Hono, pages by `renderPage`; both get the same Ctx and call the same verbs. */
export function serve(renderPage: RenderPage) {
  return {
    async fetch(request: Request, bindings: Bindings, execution: Execution): Promise<Response> {
      const { ctx, finish } = openCtx({ env: envOf(bindings), requestId: request.headers.get('x-request-id') });
      try {
        if (isApi(new URL(request.url).pathname)) return await api.fetch(request, { ctx });
        // Also a form that signs someone in: a stranger's page could sign them in as somebody else.
        requireSameOrigin(request, ctx.env.PUBLIC_URL);
        ctx.actor = await actorOfSession(ctx, request.headers);
        return asPage(await renderPage(await withCappedBody(request), ctx));
      } catch (error) {
        return problemOf(error, ctx);
      } finally {
        execution.waitUntil(finish());
      }
    },

    async scheduled(_event: unknown, bindings: Bindings, execution: Execution): Promise<void> {
      const { ctx, finish } = openCtx({ env: envOf(bindings), actor: { type: 'system', reason: 'cron' } });
      execution.waitUntil(sweep(ctx).finally(finish));
    },
  };
}

/** Pages take forms: a megabyte is far more than any of them sends. */
const pageBodyBytes = 1 << 20;

async function withCappedBody(request: Request): Promise<Request> {
  return request.body ? new Request(request, { body: await readCapped(request, pageBodyBytes) }) : request;
}

/** No other site may frame our pages or guess the type of what we send. */
function asPage(response: Response): Response {
  const page = new Response(response.body, response);
  for (const [name, value] of Object.entries(pageHeaders)) if (!page.headers.has(name)) page.headers.set(name, value);
  return page;
}

const pageHeaders = {
  'content-security-policy': "frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
