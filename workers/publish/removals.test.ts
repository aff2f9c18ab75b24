import type { Entry } from '@home-base/schema/wire/manifest.ts';
import { describe, expect, it } from 'vitest';
import { nameRemovals } from './removals.ts';

const entry = (key: string, owner: string): Entry => [key, 'a'.repeat(64), 1, 3, owner];
const name = (removed: Entry[], more: Partial<Parameters<typeof nameRemovals>[0]> = {}) =>
  nameRemovals({ removed, listed: new Set(), owners: new Set(), confirmed: [], keepData: false, ...more }).removals;

const deployment = 'apps/Deployment/d/web';
const cluster = 'postgresql.cnpg.io/Cluster/battery-data/main';
const volume = 'core/PersistentVolumeClaim/d/files';
const definition = 'apiextensions.k8s.io/CustomResourceDefinition/-/things.example.com';

describe('removals', () => {
  it('names the data of an object that a person deleted, but no volume and no definition', () => {
    expect(name([deployment, cluster, volume, definition].map((key) => entry(key, 'pg_1')))).toEqual([deployment, cluster]);
  });

  it('keeps the data of a disabled battery, and all data in a rollback', () => {
    expect(name([deployment, cluster].map((key) => entry(key, 'batt_1')))).toEqual([deployment]);
    expect(
      name(
        [deployment, cluster].map((key) => entry(key, 'pg_1')),
        { keepData: true },
      ),
    ).toEqual([deployment]);
  });

  it('names nothing of an owner that still is there, and whatever a person confirmed by key', () => {
    expect(name([entry(deployment, 'batt_1')], { owners: new Set(['batt_1']) })).toEqual([]);
    expect(name([entry(volume, 'pg_1')], { confirmed: [volume] })).toEqual([volume]);
  });
});
