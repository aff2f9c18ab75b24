import { expect, test } from 'vitest';
import { z } from 'zod';
import { sampleSummary, settledFacts } from '../sample-summary.ts';
import type { Summary } from '../summary.ts';
import { httpRoute } from './http-route.ts';

const summary: Summary = {
  ...sampleSummary({
    usage: 'production',
    provider: 'aws',
    size: 'tiny',
    batteries: ['istio_gateway', 'cert_manager'],
    config: { cert_manager: { email: 'ops@example.com' } },
  }),
  facts: settledFacts,
};
const rules = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    matches: [{ path: { type: 'PathPrefix', value: `/${index}` } }],
    backendRefs: [{ name: 'b', port: 80 }],
  }));
const hosts = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example.com`);
const route = { name: 'many', namespace: 'battery-ai', owner: 'notebooks' };
const Spec = z.object({
  parentRefs: z
    .array(z.object({ sectionName: z.string() }))
    .min(1)
    .max(32),
  hostnames: z.array(z.string()).min(1).max(16),
  rules: z.array(z.unknown()).min(1).max(16),
});

test('more hosts and rules than one route takes become several, each host on its own listener and with every rule', () => {
  const made = httpRoute({ ...route, hosts: hosts(20), rules: rules(40) }, summary).filter(
    ({ kind, metadata }) => kind === 'HTTPRoute' && metadata.namespace === 'battery-ai',
  );
  expect(made.map(({ metadata }) => metadata.name)).toEqual(['many', 'many.2', 'many.3', 'many.4', 'many.5', 'many.6']);
  const served = new Map<string, number>();
  for (const { spec } of made) {
    const { parentRefs, hostnames, rules: of } = Spec.parse(spec);
    expect(parentRefs.map(({ sectionName }) => sectionName)).toEqual(
      hostnames.map((host) => `https-notebooks-${host.slice(1).split('.')[0]}`),
    );
    for (const host of hostnames) served.set(host, (served.get(host) ?? 0) + of.length);
  }
  expect([...served]).toEqual(hosts(20).map((host) => [host, 40]));
});

test('without a gateway, a host or a rule there is nothing at all', () => {
  const without = { ...summary, batteries: summary.batteries.filter(({ type }) => type !== 'istio_gateway') };
  expect(httpRoute({ ...route, hosts: hosts(1), rules: rules(1) }, without)).toEqual([]);
  expect(httpRoute({ ...route, hosts: [], rules: rules(1) }, summary)).toEqual([]);
  expect(httpRoute({ ...route, hosts: hosts(1), rules: [] }, summary)).toEqual([]);
});
