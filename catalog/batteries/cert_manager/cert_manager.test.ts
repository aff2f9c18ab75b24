import { expect, test } from 'vitest';
import { providers } from '../../define.ts';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { kitchenSink, sampleSummary } from '../../sample-summary.ts';
import { lock } from '../../upstream/lock.ts';
import { cainjectorRules } from './rules.ts';

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

test("Let's Encrypt is there only with an address for its account and the gateway that its challenges come through", () => {
  const issuers = (email: string, batteries: BatteryType[] = ['cert_manager', 'istio_gateway']) =>
    made(batteries, email)
      .filter(({ kind }) => kind === 'ClusterIssuer')
      .map(({ metadata }) => metadata.name);
  expect(issuers('')).toEqual(['self-signed']);
  expect(issuers('ops@example.com')).toEqual(['self-signed', 'lets-encrypt-stage', 'lets-encrypt']);
  expect(issuers('ops@example.com', ['cert_manager'])).toEqual(['self-signed']);
});

test('the controller is scraped every minute where there is something that collects', () => {
  const scrapes = (batteries: BatteryType[]) =>
    made(batteries).filter(({ kind, metadata }) => kind === 'VMServiceScrape' && metadata.name === 'cert-manager');
  expect(scrapes(['cert_manager', 'victoria_metrics'])).toMatchObject([
    { metadata: { namespace: 'battery-base' }, spec: { endpoints: [{ port: 'http-metrics', interval: '60s' }] } },
  ]);
  expect(scrapes(['cert_manager'])).toEqual([]);
});

test('D2: the images are of the very release that the definitions come from', () => {
  const ref = lock.files.find(({ battery }) => battery === 'cert_manager')?.ref;
  const deployments = made(['cert_manager']).filter(({ kind }) => kind === 'Deployment');
  expect(deployments).toHaveLength(3);
  for (const { metadata, spec } of deployments) expect(JSON.stringify(spec), metadata.name).toContain(`:${ref}"`);
});

test('the CA injector may write into each webhook that asks for a CA, and into no other', () => {
  const resources = providers.flatMap(
    (provider) => render({ summary: kitchenSink({ usage: 'kitchen_sink', provider, size: 'tiny', full: true }) }).resources,
  );
  const asking = resources
    .filter(
      ({ kind, metadata }) =>
        /WebhookConfiguration$|^APIService$/.test(kind) && /cert-manager.io\/inject-ca/.test(JSON.stringify(metadata.annotations ?? {})),
    )
    .map(({ metadata }) => metadata.name);
  const allowed = cainjectorRules.flatMap(({ resourceNames = [] }) => resourceNames);
  expect(new Set(asking)).toEqual(new Set(allowed));
});

test('the controller watches the Gateway API only where its definitions are, as it would end without them', () => {
  const controller = (batteries: BatteryType[]) =>
    JSON.stringify(made(batteries).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'cert-manager'));
  expect(controller(['cert_manager'])).not.toContain('--enable-gateway-api');
  expect(controller(['cert_manager', 'gateway_api'])).toContain('--enable-gateway-api');
});

test("Let's Encrypt's proofs come in by the gateway, wherever Istio is, and without one there is no issuer", () => {
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
  expect(solvers(['cert_manager', 'istio_gateway'])).toHaveLength(2);
  expect(solvers(['cert_manager'])).toEqual([]);
});
