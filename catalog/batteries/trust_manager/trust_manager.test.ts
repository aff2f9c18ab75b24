import type { Resource } from '@home-base/schema/kube/resource.ts';
import { expect, it, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { sampleSummary } from '../../sample-summary.ts';
import { lock } from '../../upstream/lock.ts';

const made = (config: Record<string, unknown> = {}, batteries: BatteryType[] = ['trust_manager']) =>
  render({
    summary: sampleSummary({ usage: 'production', provider: 'aws', size: 'tiny', batteries, config: { trust_manager: config } }),
  }).resources;
const find = (resources: Resource[], kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

test("the authority's certificate, and never its key, goes to the namespaces of Home Base, with the public ones unless they are not wanted", () => {
  expect(find(made(), 'Bundle', 'battery-trust')?.spec).toEqual({
    sources: [{ secret: { name: 'battery-ca', key: 'tls.crt' } }, { useDefaultCAs: true }],
    target: { configMap: { key: 'trust-bundle.pem' }, namespaceSelector: { matchLabels: { 'battery/managed': 'true' } } },
  });
  expect(find(made({ publicAuthorities: false, allNamespaces: true }), 'Bundle', 'battery-trust')?.spec).toEqual({
    sources: [{ secret: { name: 'battery-ca', key: 'tls.crt' } }],
    target: { configMap: { key: 'trust-bundle.pem' }, namespaceSelector: { matchLabels: {} } },
  });
});

it('may read Secrets in its own namespace only, where the authority keeps its certificate', () => {
  const resources = made();
  const authority = resources.find(({ kind, metadata }) => kind === 'Certificate' && metadata.name === 'battery-ca');
  const deployment = JSON.stringify(find(resources, 'Deployment', 'trust-manager')?.spec);
  expect(deployment).toContain(`--trust-namespace=${authority?.metadata.namespace}`);
  expect(JSON.stringify(find(resources, 'ClusterRole', 'trust-manager')?.rules)).not.toContain('secrets');
  expect(find(resources, 'Role', 'trust-manager')?.rules).toEqual([
    { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
  ]);
});

test('the API server can trust its webhook: the Certificate names the Service, and the injector finds it', () => {
  const resources = made();
  expect(find(resources, 'ValidatingWebhookConfiguration', 'trust-manager')).toMatchObject({
    metadata: { annotations: { 'cert-manager.io/inject-ca-from': 'battery-base/trust-manager' } },
    webhooks: [{ clientConfig: { service: { name: 'trust-manager', namespace: 'battery-base' } }, failurePolicy: 'Fail' }],
  });
  expect(find(resources, 'Certificate', 'trust-manager')?.spec).toMatchObject({
    secretName: 'trust-manager-tls',
    dnsNames: expect.arrayContaining(['trust-manager.battery-base.svc']),
    issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer' },
  });
  expect(JSON.stringify(find(resources, 'Deployment', 'trust-manager')?.spec)).toContain('"secretName":"trust-manager-tls"');
});

it('has a Service for metrics only where something collects them', () => {
  const scraped = made({}, ['trust_manager', 'victoria_metrics']);
  expect(find(scraped, 'Service', 'trust-manager-metrics')?.metadata.labels).toMatchObject({ 'battery/component': 'metrics' });
  expect(find(scraped, 'VMServiceScrape', 'trust-manager')?.spec).toMatchObject({
    selector: { matchLabels: { 'battery/app': 'trust-manager', 'battery/component': 'metrics' } },
  });
  const plain = made();
  expect(find(plain, 'Service', 'trust-manager-metrics')).toBeUndefined();
  expect(find(plain, 'VMServiceScrape', 'trust-manager')).toBeUndefined();
});

test('D2: the image is of the very release that the definitions come from', () => {
  const ref = lock.files.find(({ battery }) => battery === 'trust_manager')?.ref;
  expect(JSON.stringify(find(made(), 'Deployment', 'trust-manager')?.spec)).toContain(`trust-manager:${ref}"`);
});
