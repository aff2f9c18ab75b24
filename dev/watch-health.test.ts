import { expect, test } from 'vitest';
import { watchUntilHealthy } from './watch-health.ts';

const since = new Date('2026-01-01T10:00:00Z');
const early = '2026-01-01T09:59:59Z';
const late = '2026-01-01T10:00:01Z';
const healthy = { key: 'core/ConfigMap/ns/a', state: 'applied', health: 'healthy' };

type Scene = { installation?: object; agents: object[]; resources?: object[] };

/** What Home Base answers from one look to the next; the last scene stays. Answers how many looks it took, and what was said. */
async function watched(scenes: Scene[]) {
  let looks = 0;
  const said: string[] = [];
  const call = async <T>(_method: string, path: string): Promise<T> => {
    if (!/agents|resources/.test(path)) looks += 1;
    const scene = scenes[Math.min(looks, scenes.length) - 1];
    const installation = { paused: false, desiredRev: 4, publishedRev: 4, publishedVersion: 3, ...scene?.installation };
    const items = path.endsWith('/agents')
      ? scene?.agents.map((agent) => ({ revokedAt: null, ...agent }))
      : (scene?.resources ?? [healthy]);
    return (/agents|resources/.test(path) ? { items } : installation) as T;
  };
  await watchUntilHealthy({ api: { call }, installationId: 'inst_a', since }, (text) => said.push(text), 1);
  return { looks, said };
}

const applied = (version: number, finishedAt: string) => ({ lastSeenAt: late, applied: { version, finishedAt } });

test('what the agent before this one had applied does not count, nor an older version, nor a revoked agent', async () => {
  const scenes = [
    { agents: [applied(3, early)] },
    { agents: [applied(2, late)] },
    { agents: [{ ...applied(3, late), revokedAt: late }] },
    { agents: [applied(3, late)] },
  ];
  expect((await watched(scenes)).looks).toBe(4);
});

test('unpublished choices and what is not healthy are waited for, and named', async () => {
  const agents = [applied(3, late)];
  const scenes = [
    { agents, installation: { desiredRev: 5 } },
    { agents, resources: [] },
    { agents, resources: [healthy, { ...healthy, key: 'core/Pod/ns/b', health: 'progressing', message: 'waits for a node' }] },
    { agents, resources: [healthy, { ...healthy, state: 'held', health: 'unknown' }] },
  ];
  const { looks, said } = await watched(scenes);
  expect(looks).toBe(4);
  expect(said[2]).toBe('1 of 2 resources healthy; core/Pod/ns/b: waits for a node');
});

test('a paused installation is there with its agent, whatever it has applied', async () => {
  const installation = { paused: true, desiredRev: 5 };
  const scenes = [
    { installation, agents: [{ lastSeenAt: early, applied: null }] },
    { installation, agents: [{ lastSeenAt: late, applied: null }] },
  ];
  const { looks, said } = await watched(scenes);
  expect(looks).toBe(2);
  expect(said.at(-1)).toContain('paused');
});
