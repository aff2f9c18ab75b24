import { holdsData } from '@home-base/schema/kube/holds-data.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { describe, expect, it } from 'vitest';
import type { Tracked } from './index.ts';
import { inTiers, planRemovals } from './remove.ts';

const minute = 60_000;
const tracked = (key: string, missingSince?: number): Tracked => ({
  key,
  apiVersion: 'v1',
  sha256: 'a',
  digest: 'd',
  resourceVersion: '1',
  ...(missingSince !== undefined && { missingSince }),
});
const entries = (...keys: string[]) => new Map<string, Entry>(keys.map((key) => [key, [key, 'a', 1, 2, 'batt']]));
const config = (number: number | string) => `core/ConfigMap/ns/c${number}`;
const configs = (count: number) => Array.from({ length: count }, (_, number) => config(number));
const plan = (input: { tracked: Tracked[]; listed: string[]; removals?: string[]; decommission?: boolean; now?: number }) =>
  planRemovals({
    tracked: input.tracked,
    entries: entries(...input.listed),
    manifest: { removals: input.removals ?? [], decommission: input.decommission ?? false },
    now: input.now ?? 0,
    missingMs: 10 * minute,
  });

describe('what may be removed', () => {
  it('a named key at once, whatever it is', () => {
    const keys = [
      config('a'),
      'core/PersistentVolumeClaim/ns/data',
      'core/Namespace/-/ns',
      'apiextensions.k8s.io/CustomResourceDefinition/-/x.y',
    ];
    expect(
      plan({
        tracked: [...keys, 'core/ConfigMap/elsewhere/stays'].map((key) => tracked(key)),
        listed: ['core/ConfigMap/elsewhere/stays'],
        removals: keys,
      })
        .tiers.flat()
        .sort(),
    ).toEqual([...keys].sort());
  });

  it('an unnamed key when it was missing for ten minutes', () => {
    const objects = [tracked(config('stays')), tracked(config('gone'), 0)];
    expect(plan({ tracked: objects, listed: [config('stays')], now: 10 * minute - 1 })).toMatchObject({
      tiers: [],
      waiting: [{ key: config('gone'), until: 10 * minute }],
    });
    expect(plan({ tracked: objects, listed: [config('stays')], now: 10 * minute }).tiers).toEqual([[config('gone')]]);
  });

  it.each([
    ['10 of 30: goes', 30, 10, 10, 0],
    ['11 of 30: held', 30, 11, 0, 11],
    ['20 of 100: goes', 100, 20, 20, 0],
    ['21 of 100: held', 100, 21, 0, 21],
    ['3 of 3, everything: held', 3, 3, 0, 3],
  ])('no more than max(10, 20 %%) unnamed ones: %s', (_, total, missing, goes, held) => {
    const result = plan({ tracked: configs(total).map((key) => tracked(key, 0)), listed: configs(total).slice(missing), now: 11 * minute });
    expect([result.tiers.flat().length, result.held.length]).toEqual([goes, held]);
  });

  it('named ones do not count towards the cap', () => {
    const result = plan({
      tracked: configs(40).map((key) => tracked(key, 0)),
      listed: configs(40).slice(30),
      removals: configs(25),
      now: 11 * minute,
    });
    expect([result.tiers.flat().length, result.held.length]).toEqual([30, 0]);
  });

  it('everything, data too, when the installation is decommissioned', () => {
    const keys = [config('a'), 'core/Namespace/-/ns', 'postgresql.cnpg.io/Cluster/ns/db'];
    expect(plan({ tracked: keys.map((key) => tracked(key)), listed: [], decommission: true }).tiers.flat()).toHaveLength(3);
  });

  it('never data without its name', () => {
    const keys = [
      'core/Namespace/-/ns',
      'core/PersistentVolumeClaim/ns/data',
      'postgresql.cnpg.io/Cluster/ns/db',
      'redis.redis.opstreelabs.in/Redis/ns/r',
      'recipe.home-base/GeneratedSecret/ns/s',
      'apps/StatefulSet/ns/s',
      'apiextensions.k8s.io/CustomResourceDefinition/-/x.y',
    ];
    const result = plan({ tracked: [...keys, config('stays')].map((key) => tracked(key, 0)), listed: [config('stays')], now: 60 * minute });
    expect(result).toMatchObject({ tiers: [], held: [], kept: keys });
    expect(keys.every(holdsData)).toBe(true);
  });

  it('no namespace or definition that would take along what stays', () => {
    const container = ['core/Namespace/-/ns', 'apiextensions.k8s.io/CustomResourceDefinition/-/clusters.postgresql.cnpg.io'];
    const inside = ['core/PersistentVolumeClaim/ns/data', 'postgresql.cnpg.io/Cluster/other/db'];
    const others = configs(3).map((key) => key.replace('/ns/', '/elsewhere/'));
    const objects = [...container, ...inside, ...others].map((key) => tracked(key));
    const result = plan({ tracked: objects, listed: others, removals: container });
    expect(result.tiers).toEqual([]);
    expect(result.kept.sort()).toEqual([...container, ...inside].sort());
    expect(plan({ tracked: objects, listed: others, removals: [...container, ...inside] }).tiers.flat()).toHaveLength(4);
    // What is still listed inside keeps it as well.
    expect(
      plan({
        tracked: [...container, ...inside].map((key) => tracked(key)),
        listed: ['core/ConfigMap/ns/new'],
        removals: [...container, ...inside],
      }).kept,
    ).toEqual(['core/Namespace/-/ns']);
  });

  it('not the Secret of a recipe that another entry is now', () => {
    const result = plan({
      tracked: [tracked('recipe.home-base/GeneratedSecret/ns/s'), tracked(config('stays'))],
      listed: ['core/Secret/ns/s', config('stays')],
      removals: ['recipe.home-base/GeneratedSecret/ns/s'],
    });
    expect(result).toMatchObject({ tiers: [], handedOver: ['recipe.home-base/GeneratedSecret/ns/s'] });
  });
});

it('removes in reverse: custom resources, webhooks, workloads, configuration, rights, volumes, definitions, namespaces', () => {
  const keys = [
    'core/Namespace/-/ns',
    'apiextensions.k8s.io/CustomResourceDefinition/-/x.y',
    'core/PersistentVolumeClaim/ns/data',
    'rbac.authorization.k8s.io/ClusterRole/-/operator',
    'core/Secret/ns/s',
    'apps/Deployment/ns/operator',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-/hook',
    'y/X/ns/one',
  ];
  expect(inTiers(keys)).toEqual([...keys].reverse().map((key) => [key]));
});
