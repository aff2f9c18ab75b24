import { expect, test } from 'vitest';
import { namesIn, reasonsOf } from './reasons.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const event = (minute: number, action: string, after: Record<string, unknown>, targetId: string | null = null) => ({
  at: at(minute).toISOString(),
  action,
  targetId,
  actor: { name: 'Ada' },
  before: null,
  after,
});

test('a snapshot names who did what since the one before, and nothing that another snapshot carried', () => {
  const snapshots = [
    { version: 3, createdAt: at(30) },
    { version: 2, createdAt: at(20) },
    { version: 1, createdAt: at(10) },
  ];
  const events = [
    event(25, 'redis_instance.create', { name: 'cache' }),
    event(24, 'api_key.create', { name: 'ci' }),
    event(15, 'battery.enable', { type: 'redis' }),
    event(5, 'installation.create', { name: 'home' }),
  ];
  const reasons = reasonsOf(snapshots, events, new Map());
  expect(reasons.get(3)).toEqual([{ who: 'Ada', what: 'created Redis instance cache' }]);
  expect(reasons.get(2)).toEqual([{ who: 'Ada', what: 'enabled Redis' }]);
  expect(reasons.get(1)).toEqual([{ who: 'Ada', what: 'created the installation' }]);
});

test('the oldest of a page claims no reason that may belong to an older one', () => {
  expect(reasonsOf([{ version: 7, createdAt: at(20) }], [event(5, 'battery.enable', { type: 'redis' })], new Map()).has(7)).toBe(false);
});

test('a change that does not repeat its name is called by the name it was made with', () => {
  const events = [
    event(15, 'redis_instance.update', { memoryLimitBytes: 1 }, 'redis_1'),
    event(5, 'redis_instance.create', { name: 'cache' }, 'redis_1'),
  ];
  const snapshots = [
    { version: 2, createdAt: at(20) },
    { version: 1, createdAt: at(10) },
  ];
  expect(reasonsOf(snapshots, events, namesIn(events)).get(2)).toEqual([{ who: 'Ada', what: 'changed Redis instance cache' }]);
});

test('what happens to any kind of object is a reason, in the words that the pages use for it', () => {
  const snapshots = [{ version: 1, createdAt: at(20) }];
  const reasons = (action: string) => reasonsOf(snapshots, [event(5, action, { name: 'x' })], new Map()).get(1);
  expect(reasons('ip_address_pool.update')).toEqual([{ who: 'Ada', what: 'changed IP address pool x' }]);
  expect(reasons('knative_service.delete')).toEqual([{ who: 'Ada', what: 'deleted Knative service x' }]);
  expect(reasons('project.update')).toEqual([]);
});
