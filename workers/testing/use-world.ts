import { afterAll, beforeAll, inject } from 'vitest';
import { createTestDatabase } from './database.ts';
import { openWorld, type TestOrg, type World } from './world.ts';

/** For a test file in Node: a database for this vitest worker, and two orgs of this file's own. */
export function useWorld(): { world: () => World; org: () => TestOrg; stranger: () => TestOrg } {
  let opened: { world: World; org: TestOrg; stranger: TestOrg } | undefined;
  beforeAll(async () => {
    const server = inject('server');
    const world = openWorld(await createTestDatabase(server, `verbs_${process.env.VITEST_POOL_ID ?? '0'}`), server.proxy);
    opened = { world, org: await world.makeOrg(), stranger: await world.makeOrg() };
  });
  afterAll(() => opened?.world.close());
  const get = () => {
    if (!opened) throw new Error('useWorld is for inside tests');
    return opened;
  };
  return { world: () => get().world, org: () => get().org, stranger: () => get().stranger };
}
