import { Hono } from 'hono';
import { type Permission, requirePermission } from '../access.ts';
import { requireSignedBody } from '../agents/authenticate.ts';
import type { Actor, Ctx } from '../context.ts';
import { requireWithinLimit } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { addressOf, resolveActor } from './actor.ts';
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
let document: ReturnType<typeof openApi> | undefined;
api.get('/v1/openapi.json', (c) => {
  document ??= openApi(routes, c.env.ctx.env.PUBLIC_URL);
  return c.json(document);
});

for (const route of routes) {
  api.on(route.method.toUpperCase(), honoPath(route.path), async (c) => {
    const { ctx } = c.env;
    try {
      const answer = await answerRoute(route, ctx, c.req.raw, c.req.param());
      // The answer to an upgrade has headers that cannot be added to.
      if (answer.status === 101) return answer;
      const response = new Response(answer.body, answer);
      response.headers.set('x-request-id', ctx.requestId);
      response.headers.set('x-content-type-options', 'nosniff');
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
      return response;
    } catch (error) {
      return problemOf(error, ctx);
    }
  });
}

api.notFound((c) =>
  problemOf(
    new Refusal('not_found', `There is nothing at ${c.req.method} ${c.req.path}: /v1/openapi.json lists what there is.`),
    c.env.ctx,
  ),
);
api.onError((error, c) => problemOf(error, c.env.ctx));

/** Who asks → may they → how often → what they send → the verb. Nobody's body is read before it is known who asks: it may be 16 MB. */
async function answerRoute(route: Route, ctx: Ctx, request: Request, params: Record<string, string>): Promise<Response> {
  if (route.access === 'public') await requireWithinLimit(ctx, 'enrol', addressOf(request));
  else ctx.actor = await admit(route.access, ctx, request);
  const { json, bytes } = await readBody(request, route);
  if (ctx.actor.type === 'agent') await requireSignedBody(bytes, request.headers.get('content-digest'));
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return once(ctx, route, { request, bytes }, async () => route.handle(ctx, { params, query, json: json(), request }));
}

async function admit(permission: Permission, ctx: Ctx, request: Request): Promise<Actor> {
  const actor = await resolveActor(ctx, request);
  if (actor.type === 'user') requireSameOrigin(request, ctx.env.PUBLIC_URL);
  requirePermission(actor, permission);
  if (actor.type !== 'anonymous' && actor.type !== 'system') await requireWithinLimit(ctx, 'api', actor.id);
  return actor;
}

/** `{id}` → Hono's `:id`; `{sha256}.manifest.json` → `:sha256{.+\.manifest\.json}` is left to the route's own params schema. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}([^/{]*)/g, (_, name: string, rest: string) =>
    rest ? `:${name}{[^/]+${rest.replaceAll('.', '\\.')}}` : `:${name}`,
  );
}
