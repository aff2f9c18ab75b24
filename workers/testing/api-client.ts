import type { Role } from '@home-base/schema/db/accounts.ts';
import { createApiKey } from '../api-keys/create.ts';
import type { Actor, Ctx } from '../context.ts';
import { parseEnv } from '../env.ts';
import { openCtx } from '../open-ctx.ts';
import { makeOrg, type TestOrg } from './world.ts';

/** An org with a key for each role, over the Worker's own settings. */
export type ApiOrg = TestOrg & { keys: Record<Role, string> };
export type Answer = { status: number; headers: Headers; body: unknown };
export type Call = { method?: string; key?: string; cookie?: string; json?: unknown; text?: string; headers?: Record<string, string> };

const origin = 'https://home.example.com';

/** For tests inside workerd: `bindings` are the Worker's, `fetch` its own entry. */
export function apiClient(bindings: Record<string, unknown>, fetch: (request: Request) => Promise<Response>) {
  const opened: (() => Promise<void>)[] = [];
  const ctx = (actor: Actor): Ctx => {
    const { ctx, finish } = openCtx({ env: parseEnv(bindings), actor });
    opened.push(finish);
    return ctx;
  };
  return {
    ctx,
    close: async () => {
      for (const finish of opened.splice(0)) await finish();
    },
    makeOrg: async (): Promise<ApiOrg> => {
      const org = await makeOrg(ctx);
      const keyFor = async (role: Role) => (await createApiKey(org.as('owner'), { name: `${role} key`, role })).secret;
      return {
        ...org,
        keys: {
          owner: await keyFor('owner'),
          admin: await keyFor('admin'),
          member: await keyFor('member'),
          viewer: await keyFor('viewer'),
        },
      };
    },
    call: async (path: string, { method = 'GET', key, cookie, json, text, headers = {} }: Call = {}): Promise<Answer> => {
      const request = new Request(`${origin}${path}`, {
        method,
        headers: {
          ...(key ? { authorization: `Bearer ${key}` } : {}),
          ...(cookie ? { cookie } : {}),
          ...(json === undefined && text === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json === undefined && text === undefined ? {} : { body: text ?? JSON.stringify(json) }),
      });
      const response = await fetch(request);
      const body = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(body) : body };
    },
  };
}
