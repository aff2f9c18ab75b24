import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { BatteryType } from '../../registry.ts';
import { sampleSummary } from '../../sample-summary.ts';

const made = (batteries: BatteryType[], config = {}) =>
  render({ summary: sampleSummary({ usage: 'production', provider: 'aws', size: 'tiny', batteries, config }) }).resources;
const find = (resources: ReturnType<typeof made>, kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

test("D21: it signs with the installation's authority for the mesh that asks it, and sees no key of it", () => {
  const resources = made(['istio_csr'], { istio: { namespace: 'battery-mesh' }, battery_core: { baseNamespace: 'battery-ground' } });
  const signer = JSON.stringify(find(resources, 'Deployment', 'cert-manager-istio-csr'));
  for (const arg of [
    '--issuer-name=battery-ca',
    '--issuer-kind=ClusterIssuer',
    '--certificate-namespace=battery-mesh',
    '--serving-certificate-dns-names=cert-manager-istio-csr.battery-ground.svc',
    '--ca-trusted-node-accounts=battery-mesh/ztunnel',
    '--trust-domain=cluster.local',
    '--cluster-id=Kubernetes',
  ])
    expect(signer).toContain(`"${arg}"`);
  expect(signer).toContain('"secret":{"secretName":"battery-ca","items":[{"key":"tls.crt","path":"ca.pem"}]}');
  expect(JSON.stringify(find(resources, 'DaemonSet', 'ztunnel'))).toContain('cert-manager-istio-csr.battery-ground.svc:443');
});

test('istiod shows a certificate of the same authority, under the name that proxies call it by', () => {
  expect(find(made(['istio_csr']), 'Certificate', 'istiod')).toMatchObject({
    metadata: { namespace: 'battery-istio' },
    spec: {
      dnsNames: ['istiod.battery-istio.svc'],
      secretName: 'istiod-tls',
      issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer' },
    },
  });
});

test('its metrics are collected with VictoriaMetrics, and not without', () => {
  const monitoring = (batteries: BatteryType[]) =>
    made(batteries)
      .filter(({ kind, metadata }) => kind === 'VMServiceScrape' || (kind === 'Service' && metadata.name.endsWith('-metrics')))
      .filter(({ metadata }) => metadata.name.startsWith('cert-manager-istio-csr'))
      .map(({ kind }) => kind);
  expect(monitoring(['istio_csr', 'victoria_metrics']).sort()).toEqual(['Service', 'VMServiceScrape']);
  expect(monitoring(['istio_csr'])).toEqual([]);
});
