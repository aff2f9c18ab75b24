import { expect, test } from 'vitest';
import { hostsOf } from './hosts.ts';
import { kitchenSink, settledFacts } from './sample-summary.ts';

test('a cluster that tells of addresses without end gets host names for sixteen of them', () => {
  const ingressAddresses = Array.from({ length: 10_000 }, (_, number) => `10.0.${number >> 8}.${number & 255}`);
  const summary = kitchenSink({ usage: 'production', provider: 'kind', size: 'tiny', batteries: ['istio_gateway'] });
  const hosts = hostsOf({ ...summary, facts: { ...settledFacts, ingressAddresses: ['an-elb.example.com', ...ingressAddresses] } }, 'shop');
  expect(hosts).toHaveLength(16);
  expect(hosts[0]).toBe('shop.10-0-0-0.sslip.io');
});
