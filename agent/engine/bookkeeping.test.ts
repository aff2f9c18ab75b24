import { ResourceReport } from '@home-base/schema/wire/agent.ts';
import { describe, expect, it } from 'vitest';
import { quantity } from './facts.ts';
import { createFights } from './fights.ts';
import { createIndex, liveKeyOf } from './index.ts';
import { compareVersions } from './observe.ts';
import { conflictsOf, setbackOf } from './outcome.ts';
import { createRetries } from './retries.ts';
import { formatLines, parseLines } from './state.ts';
import { createStatusBook } from './status.ts';

const report = (key: string, state: ResourceReport['state'] = 'applied'): ResourceReport => ({ key, state, health: 'healthy' });

describe('what is to be reported', () => {
  it('is only what changed, and comes back when a report failed, as it is by then', () => {
    const book = createStatusBook();
    book.set(report('a'));
    book.set(report('b'));
    const taken = book.takeChanges();
    expect(taken.changed).toHaveLength(2);
    book.set(report('a'));
    expect(book.takeChanges()).toEqual({ changed: [], gone: [] });
    book.patch('a', { state: 'failed', message: 'why' });
    book.delete('b');
    book.putBack(taken);
    expect(book.takeChanges()).toEqual({ changed: [{ ...report('a'), state: 'failed', message: 'why' }], gone: ['b'] });
    book.putBack({ changed: [], gone: ['b'] });
    book.set(report('b'));
    expect(book.takeChanges()).toMatchObject({ changed: [{ key: 'b' }], gone: [] });
  });

  it('loses a message that does not hold any more', () => {
    const book = createStatusBook();
    book.set({ ...report('a', 'failed'), message: 'why', waitsFor: 'b' });
    book.patch('a', { state: 'applied', message: undefined, waitsFor: undefined });
    expect(book.get('a')).toEqual(report('a'));
  });

  it('is accepted whatever the cluster calls its fields and managers', () => {
    const book = createStatusBook();
    const key = 'example.org/Odd/a/b';
    const odd = `\0${'😀'.repeat(3000)}`;
    const at = '2026-11-21T04:00:00Z';
    const drift: ResourceReport['drift'] = { kind: 'changed', fields: [odd], manager: odd, at, action: 'reverted' };
    book.patch(key, { message: odd, conflicts: Array.from({ length: 30 }, () => odd), drift });
    const told = ResourceReport.parse(book.get(key));
    expect(told).toMatchObject({ conflicts: { length: 20 }, drift: { fields: [expect.stringMatching(/^😀+/u)] } });
    expect(JSON.stringify(told)).not.toMatch(/\\u(0000|d[89a-f])/);
  });
});

it('the state survives being written and read; damaged lines are left out', () => {
  const tracked = [
    { key: 'core/ConfigMap/ns/a', apiVersion: 'v1', sha256: 's', digest: 'd', resourceVersion: '7', missingSince: 1000 },
    { key: 'recipe.home-base/GeneratedSecret/ns/b', apiVersion: 'v1', sha256: '', digest: 'd', resourceVersion: '8' },
  ];
  expect(parseLines(`${formatLines(tracked)}\nhalf a li`)).toEqual(tracked);
});

it('a recipe is found by the Secret that it makes', () => {
  const index = createIndex();
  const key = 'recipe.home-base/GeneratedSecret/ns/b';
  index.set({ key, apiVersion: 'v1', sha256: 's', digest: 'd', resourceVersion: '8' });
  expect(liveKeyOf(key)).toBe('core/Secret/ns/b');
  expect(index.byLiveKey('core/Secret/ns/b')?.key).toBe(key);
  index.delete(key);
  expect(index.byLiveKey('core/Secret/ns/b')).toBeUndefined();
});

it('a fight slows the corrections down, and ends after ten quiet minutes', () => {
  let clock = 0;
  const fights = createFights(() => clock);
  for (let number = 0; number < 5; number += 1) fights.record('a');
  expect([fights.isFighting('a'), fights.delayMs('a')]).toEqual([false, 0]);
  fights.record('a');
  expect([fights.isFighting('a'), fights.delayMs('a'), fights.delayMs('b')]).toEqual([true, 10_000, 0]);
  clock += 10_000;
  fights.record('a');
  expect(fights.delayMs('a')).toBe(20_000);
  clock += 600_000;
  fights.record('a');
  expect(fights.delayMs('a')).toBe(0);
});

it('what waits is tried again later and later, and at once when it is woken', () => {
  let clock = 0;
  let pending: { at: number; run: () => void } | undefined;
  const runs: string[][] = [];
  const retries = createRetries({
    now: () => clock,
    random: () => 0.5,
    after: (delayMs, run) => {
      const own = { at: clock + delayMs, run };
      pending = own;
      return () => {
        if (pending === own) pending = undefined;
      };
    },
    run: (keys) => runs.push(keys),
  });
  const tick = () => {
    const due = pending;
    pending = undefined;
    if (!due) throw new Error('nothing is scheduled');
    clock = due.at;
    due.run();
    return clock;
  };
  retries.add('a', 'waiting');
  expect([tick(), runs]).toEqual([500, [['a']]]);
  retries.add('a', 'waiting');
  expect(tick() - 500).toBeCloseTo(800);
  retries.add('a', 'failed');
  retries.wake('a');
  tick();
  expect(runs).toHaveLength(3);
  retries.drop('a');
  expect(pending).toBeUndefined();
});

describe('errors in words', () => {
  const error = {
    type: 'status' as const,
    status: 422,
    reason: 'Invalid',
    message: 'Secret "s" is invalid: data[a]: Invalid value: "hunter2hunter2"',
    causes: [{ reason: 'FieldValueInvalid', field: 'data[a]', message: 'Invalid value: "hunter2hunter2"' }],
  };
  it('never quote what the API server says of a Secret', () => {
    for (const key of ['core/Secret/ns/s', 'recipe.home-base/GeneratedSecret/ns/s']) {
      const setback = setbackOf(key, error);
      expect(setback.message).toContain('data[a]');
      expect(JSON.stringify(setback)).not.toContain('hunter2');
    }
    expect(setbackOf('core/ConfigMap/ns/s', error).message).toContain('hunter2');
  });

  it('name manager and field of a conflict', () => {
    expect(
      conflictsOf({
        ...error,
        status: 409,
        causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas', message: 'conflict with "helm" using apps/v1' }],
      }),
    ).toEqual(['helm: .spec.replicas']);
  });
});

it('reads quantities and compares resource versions', () => {
  expect(['500m', '2', '2Gi', '1k', '1e3', 'x'].map(quantity)).toEqual([0.5, 2, 2 ** 31, 1000, 1000, 0]);
  expect([compareVersions('9', '10') < 0, compareVersions('10', '10'), compareVersions('11', '10') > 0]).toEqual([true, 0, true]);
});
