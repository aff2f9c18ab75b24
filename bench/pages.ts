import { toUuid } from '@home-base/schema/ids/id.ts';
import { type Samples, summarize } from './samples.ts';
import type { WholeRoad } from './whole-road.ts';

const rows = 50_000;
const samplesEach = 15;

/** An installation with 50,000 resources, and how long lists and the web page over them take, ms. */
export async function consolePages({ api, database, ids, stack, user }: WholeRoad): Promise<Record<string, Samples>> {
  const { id } = await api.call<{ id: string }>('POST', '/v1/installations', { name: 'large', usage: 'development', provider: 'kind' });
  await database.query(
    `insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, owner, battery, sha256, state, health, message)
     select $1, $2, 'core/ConfigMap/ns-' || n % 40 || '/map-' || n, '', case n % 4 when 0 then 'Secret' else 'ConfigMap' end, 'ns-' || n % 40, 'map-' || n, null,
            (array['redis', 'metallb', 'cert_manager'])[1 + n % 3], encode(sha256(n::text::bytea), 'hex'), 'applied',
            case when n % 100 = 0 then 'progressing' else 'healthy' end, null
     from generate_series(1, $3) n on conflict do nothing`,
    [ids.org, toUuid('installation', id), rows],
  );
  await database.query('analyze resource_statuses');
  const list = `/v1/installations/${id}/resources`;
  const { nextCursor } = await api.call<{ nextCursor: string }>('GET', `${list}?limit=200&text=map-4999`).catch(() => ({ nextCursor: '' }));
  const cookie = await signIn(stack.url, user);
  const page = async (query: string) => {
    const response = await fetch(`${stack.url}/installations/${id}/resources${query}`, { headers: { cookie, accept: 'text/html' } });
    const text = await response.text();
    if (!response.ok || !text.includes('ConfigMap')) throw new Error(`the page of resources answered ${response.status}`);
  };
  const get = (query: string) => () => api.call('GET', `${list}?limit=50${query}`);
  const deep = Buffer.from('after:core/ConfigMap/ns-39/map-1').toString('base64url');
  return {
    'API: first page': await time(get('')),
    'API: deep page': await time(get(`&cursor=${nextCursor || deep}`)),
    'API: progressing only': await time(get('&health=progressing')),
    'API: text search': await time(get('&text=map-4999')),
    'web page': await time(() => page('')),
    'web page, progressing only': await time(() => page('?health=progressing')),
    'web page, text search': await time(() => page('?text=map-4999')),
  };
}

async function time(run: () => Promise<unknown>): Promise<Samples> {
  await run();
  const times: number[] = [];
  for (let index = 0; index < samplesEach; index += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return summarize(times);
}

async function signIn(url: string, user: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { origin: url },
    body: new URLSearchParams(user),
    redirect: 'manual',
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length === 0) throw new Error(`sign-in answered ${response.status} without a cookie`);
  return cookies.map((each) => each.split(';')[0]).join('; ');
}
