import { env, exports } from 'cloudflare:workers';
import { afterAll, beforeAll } from 'vitest';
import { type ApiOrg, apiClient } from './api-client.ts';

/** For a test file in workerd: the Worker, a client of its API, and an org of this file's own with a key of each role. */
export function useApi() {
  const fetchWorker = (request: Request): Promise<Response> => exports.default.fetch(request);
  const client = apiClient(env, fetchWorker);
  let made: ApiOrg | undefined;
  beforeAll(async () => {
    made = await client.makeOrg();
  });
  afterAll(() => client.close());
  const org = () => {
    if (!made) throw new Error('useApi is for inside tests');
    return made;
  };
  return { client, call: client.call, fetchWorker, org };
}
