import { knativeHosts, serviceHosts } from '@home-base/catalog/hosts.ts';
import { kitchenSink } from '@home-base/catalog/sample-summary.ts';
import { emptyFacts } from '@home-base/catalog/summary.ts';
import { expect, test } from 'vitest';
import { addressesOf } from './get-addresses.ts';

const full = kitchenSink({ usage: 'kitchen_sink', provider: 'aws', size: 'small' });

test('what people open in a browser has an address once the gateway has one, and nothing has one before', () => {
  const { batteries, objects } = addressesOf(full);
  expect(Object.keys(batteries).sort()).toEqual(['forgejo', 'grafana', 'keycloak', 'kiali', 'notebooks', 'victoria_metrics', 'vm_agent']);
  for (const url of [...Object.values(batteries), ...Object.values(objects).flat()]) expect(URL.canParse(url), url).toBe(true);
  expect(addressesOf({ ...full, facts: emptyFacts })).toEqual({ batteries: {}, objects: {} });
});

test('services and notebooks have theirs; internal ones have none', () => {
  const { objects } = addressesOf(full);
  for (const service of full.traditionalServices)
    expect(objects[service.id]?.map((url) => new URL(url).hostname)).toEqual(service.internal ? undefined : serviceHosts(service, full));
  for (const service of full.knativeServices)
    expect(objects[service.id]?.map((url) => new URL(url).hostname)).toEqual(service.internal ? undefined : knativeHosts(service, full));
  for (const { id, name } of full.notebooks) expect(objects[id]).toEqual([expect.stringMatching(new RegExp(`/${name}$`))]);
  expect(full.traditionalServices.some(({ internal }) => internal)).toBe(true);
});
