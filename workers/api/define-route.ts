import type { z } from 'zod';
import type { Permission } from '../access.ts';
import type { Ctx } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { unknownFields } from '../unknown-fields.ts';

/**
 * Who may call a route: a permission (the verb checks it again where it opens the rows), or everyone (`public`: the verb authenticates by what
 * the request holds, or there is nothing to protect).
 */
export type RouteAccess = Permission | 'public';

/** A body that is not JSON of ours: files of TUF, blobs, YAML, a WebSocket. `run` answers the Response itself. */
export type RawAnswer = { contentType: string; description: string };

type Input<P, Q, B> = { params: P; query: Q; body: B; request: Request };

type RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI form: `/v1/installations/{installationId}`. A segment may have a fixed part after the parameter: `{sha256}.manifest.json`. */
  path: `/${string}`;
  id: string;
  summary: string;
  tag: string;
  access: RouteAccess;
  params?: P;
  query?: Q;
  body?: B;
  maxBytes?: number;
  /** Of the answer when all goes well; 200 by default, 204 without `response`. */
  status?: 200 | 201 | 202 | 204;
  response?: R | RawAnswer;
  /** The answer holds something that is shown once: it is not kept for `Idempotency-Key`. */
  showsSecret?: true;
  // biome-ignore lint/suspicious/noConfusingVoidType: verbs that answer nothing are Promise<void>.
  run: (ctx: Ctx, input: Input<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R> | Response | void>;
};

/** What came in, not yet parsed. `json` is undefined when there was no body. */
export type RawInput = { params: Record<string, string>; query: Record<string, string>; json: unknown; request: Request };

export type Route = Pick<
  RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  'method' | 'path' | 'id' | 'summary' | 'tag' | 'access' | 'showsSecret'
> & {
  params: z.ZodType | undefined;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  response: z.ZodType | RawAnswer | undefined;
  status: 200 | 201 | 202 | 204;
  maxBytes: number;
  /** Parses the input, runs the verb, and gives the answer the shape that the contract promises (nothing else leaves). */
  handle: (ctx: Ctx, raw: RawInput) => Promise<Response>;
};

const defaultMaxBytes = 1 << 20;

/** One row of the API: routing, validation, OpenAPI and the tenant test all read it. */
export function defineRoute<
  P extends z.ZodType = z.ZodType<unknown>,
  Q extends z.ZodType = z.ZodType<unknown>,
  B extends z.ZodType = z.ZodType<unknown>,
  R extends z.ZodType = z.ZodType<unknown>,
>(spec: RouteSpec<P, Q, B, R>): Route {
  const { run, params, query, body, response, maxBytes = defaultMaxBytes, ...rest } = spec;
  // A newer agent may send what this edge does not know yet; a person who misspells a field wants to hear of it.
  const isForPeople = spec.access !== 'public' && !spec.access.startsWith('agent:');
  const status = spec.status ?? (response ? 200 : 204);
  return {
    ...rest,
    params,
    query,
    body,
    response,
    status,
    maxBytes,
    handle: async (ctx, raw) => {
      const answer = await run(ctx, {
        params: parseParams(params, raw.params),
        query: parse(query, raw.query, 'query', isForPeople),
        body: parse(body, raw.json, 'body', isForPeople),
        request: raw.request,
      });
      if (answer instanceof Response) return answer;
      if (!response || isRaw(response)) return new Response(null, { status });
      return Response.json(response.parse(answer), { status });
    },
  };
}

export function isRaw(response: z.ZodType | RawAnswer): response is RawAnswer {
  return 'contentType' in response;
}

/** An id that is not one names nothing: 404, like a stranger's. */
function parseParams<T extends z.ZodType>(schema: T | undefined, value: unknown): z.output<T> {
  if (!schema) return undefined as z.output<T>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'not_found',
    `There is nothing at this address: ${issuesOf(parsed.error)
      .map((issue) => `${issue.path}: ${issue.message}`)
      .join('; ')}.`,
  );
}

function parse<T extends z.ZodType>(schema: T | undefined, value: unknown, where: 'query' | 'body', isStrict: boolean): z.output<T> {
  if (!schema) return undefined as z.output<T>;
  const parsed = schema.safeParse(value ?? (where === 'body' ? {} : value));
  const issues = parsed.success ? (isStrict ? unknownFields(value, parsed.data) : []) : issuesOf(parsed.error);
  if (parsed.success && issues.length === 0) return parsed.data;
  throw new Refusal('invalid', where === 'body' ? 'Some fields are not right.' : 'The query of the address is not right.', { issues });
}

export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}
