import { groups } from '@home-base/catalog/define.ts';
import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { getBattery } from '@home-base/catalog/registry.ts';
import { expect, test } from 'vitest';
import { groupNames, groupPlaces } from './groups.ts';
import { findPlaces, installationPlaces } from './navigation.ts';

test('every group of the catalog has a page, and every kind of object is on the page of the group of its battery', () => {
  expect([...groupNames].sort()).toEqual(Object.keys(groups).sort());
  for (const collection of objectCollections)
    expect(groupPlaces[getBattery(objectKinds[collection].battery).group].kinds, collection).toContain(collection);
  expect(groupNames.flatMap((group) => groupPlaces[group].kinds)).toHaveLength(objectCollections.length);
});

test('whatever is in the navigation can be jumped to, and no two places are one', () => {
  const all = findPlaces(installationPlaces('inst_1'), '');
  const paths = all.map(({ to }) => to);
  expect(paths).toContain('/installations/inst_1/groups/net_sec');
  expect(paths).toContain('/installations/inst_1/address-pools');
  expect(new Set(paths).size).toBe(paths.length);
});

test('what begins with the typed letters comes before what only contains them', () => {
  const found = findPlaces(installationPlaces('inst_1'), 'se').map(({ label }) => label);
  expect(found[0]).toBe('Settings');
  expect(found).toContain('Web services');
});
