import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { sampleSummary } from '../../sample-summary.ts';

const made = (batteries: BatteryType[], email = '') =>
  render({ summary: sampleSummary({ usage: 'production', provider: 'aws', size: 'tiny', batteries, config: { cert_manager: { email } } }) })
    .resources;

test("Let's Encrypt is there only with an address that its notices go to", () => {
  const issuers = (email: string) =>
    made(['cert_manager'], email)
      .filter(({ kind }) => kind === 'ClusterIssuer')
      .map(({ metadata }) => metadata.name);
  expect(issuers('')).toEqual(['self-signed']);
  expect(issuers('ops@example.com')).toEqual(['self-signed', 'lets-encrypt-stage', 'lets-encrypt']);
});

test('the controller watches the Gateway API only where its definitions are, as it would end without them', () => {
  const controller = (batteries: BatteryType[]) =>
    JSON.stringify(made(batteries).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'cert-manager'));
  expect(controller(['cert_manager'])).not.toContain('--enable-gateway-api');
  expect(controller(['cert_manager', 'gateway_api'])).toContain('--enable-gateway-api');
});
