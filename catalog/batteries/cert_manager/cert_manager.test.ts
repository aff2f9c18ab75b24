import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { sampleSummary } from '../../sample-summary.ts';

const made = (batteries: BatteryType[], email = '', namespace = 'battery-istio') =>
  render({
    summary: sampleSummary({
      usage: 'production',
      provider: 'aws',
      size: 'tiny',
      batteries,
      config: { cert_manager: { email }, istio: { namespace } },
    }),
  }).resources;

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

test("Let's Encrypt's proofs come in by the gateway, wherever Istio is, and by an ingress controller without one", () => {
  const solvers = (batteries: BatteryType[]) =>
    made(batteries, 'ops@example.com', 'battery-mesh')
      .filter(({ kind, metadata }) => kind === 'ClusterIssuer' && metadata.name.startsWith('lets-encrypt'))
      .map(({ spec }) => spec);
  for (const spec of solvers(['cert_manager', 'istio_gateway']))
    expect(spec).toMatchObject({
      acme: {
        solvers: [
          {
            http01: {
              gatewayHTTPRoute: { parentRefs: [{ name: 'istio-ingressgateway', namespace: 'battery-mesh', sectionName: 'http' }] },
            },
          },
        ],
      },
    });
  for (const spec of solvers(['cert_manager'])) expect(spec).toMatchObject({ acme: { solvers: [{ http01: { ingress: {} } }] } });
  expect(solvers(['cert_manager'])).toHaveLength(2);
});
