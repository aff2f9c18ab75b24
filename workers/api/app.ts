import { Hono } from 'hono';
import { requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';
import { requireWithinLimit } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { resolveActor } from './actor.ts';
import { readBody } from './body.ts';
import type { Route } from './define-route.ts';
import { once } from './idempotency.ts';
import { openApi } from './openapi.ts';
import { problemOf } from './problem.ts';
import { routes } from './routes.ts';
import { requireSameOrigin } from './same-origin.ts';

type ApiEnv = { Bindings: { ctx: Ctx } };

/** The HTTP API. Its `Bindings` carry the Ctx that app.ts opened; nobody is signed in until a route resolves who asks. */
export const api = new Hono<ApiEnv>();

api.get('/v1/healthz', (c) => c.json({ ok: true }));
api.get('/v1/openapi.json', (c) => c.json(openApi(routes, c.env.ctx.env.PUBLIC_URL)));

for (const route of routes) {
  api.on(route.method.toUpperCase(), honoPath(route.path), async (c) => {
    const { ctx } = c.env;
    try {
      const answer = await answerRoute(route, ctx, c.req.raw, c.req.param());
      // The answer to an upgrade has headers that cannot be added to.
      if (answer.status === 101) return answer;
      const response = new Response(answer.body, answer);
      response.headers.set('x-request-id', ctx.requestId);
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
      return response;
    } catch (error) {
      return problemOf(error, ctx);
    }
  });
}

api.notFound((c) => problemOf(new Refusal('not_found', `There is nothing at ${c.req.method} ${c.req.path}: /v1/openapi.json lists what there is.`), c.env.ctx));
api.onError((error, c) => problemOf(error, c.env.ctx));

/** Who asks → may they → how often → what they send → the verb. */
async function answerRoute(route: Route, ctx: Ctx, request: Request, params: Record<string, string>): Promise<Response> {
  const { json, bytes } = await readBody(request, route);
  if (route.access !== 'public') {
    ctx.actor = await resolveActor(ctx, request, bytes);
    if (ctx.actor.type === 'anonymous') throw new Refusal('unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer hb_…".');
    if (ctx.actor.type === 'user') requireSameOrigin(request, ctx.env.PUBLIC_URL);
    if (route.access !== 'signed-in') requirePermission(ctx.actor, route.access);
    if (ctx.actor.type !== 'system') await requireWithinLimit(ctx, 'api', ctx.actor.id);
  }
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return once(ctx, route, { request, bytes }, async () => route.handle(ctx, { params, query, json: json(), request }));
}

/** `{id}` → Hono's `:id`; `{sha256}.manifest.json` → `:sha256{.+\.manifest\.json}` is left to the route's own params schema. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}([^/{]*)/g, (_, name: string, rest: string) => (rest ? `:${name}{[^/]+${rest.replaceAll('.', '\\.')}}` : `:${name}`));
}
