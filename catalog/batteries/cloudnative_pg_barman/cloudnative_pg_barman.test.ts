import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import { sampleSummary } from '../../sample-summary.ts';

const { resources } = render({
  summary: sampleSummary({
    usage: 'production',
    provider: 'provided',
    size: 'tiny',
    batteries: ['cloudnative_pg_barman'],
    config: { cloudnative_pg_barman: { sidecarImage: 'mirror.example/sidecar:1' } },
  }),
});
const find = (kind: string, name: string) => resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

test('the operator finds the plugin beside itself, and both know the other by certificates of the authority', () => {
  const service = find('Service', 'barman-cloud');
  const operator = find('Deployment', 'cloudnative-pg');
  expect(service?.metadata.namespace).toBe(operator?.metadata.namespace);
  expect(service?.metadata.labels).toMatchObject({ 'cnpg.io/pluginName': 'barman-cloud.cloudnative-pg.io' });
  const { 'cnpg.io/pluginServerSecret': server, 'cnpg.io/pluginClientSecret': client } = service?.metadata.annotations ?? {};
  const certificates = resources.filter(({ kind, metadata }) => kind === 'Certificate' && metadata.name.startsWith('barman-cloud'));
  expect(certificates.map(({ spec }) => spec)).toMatchObject([
    { secretName: server, usages: ['server auth'], dnsNames: [service?.metadata.name], issuerRef: { name: 'battery-ca' } },
    { secretName: client, usages: ['client auth'], issuerRef: { name: 'battery-ca' } },
  ]);
  expect(find('Deployment', 'barman-cloud')?.spec).toMatchObject({
    template: { spec: { volumes: [{ secret: { secretName: server } }, { secret: { secretName: client } }] } },
  });
});

test('nobody but the operator may call the plugin', () => {
  expect(find('NetworkPolicy', 'barman-cloud')?.spec).toMatchObject({
    ingress: [{ from: [{ podSelector: { matchLabels: { 'battery/app': 'cloudnative-pg', 'battery/component': 'operator' } } }] }],
  });
  expect(find('Deployment', 'cloudnative-pg')?.spec).toMatchObject({
    template: { metadata: { labels: { 'battery/app': 'cloudnative-pg', 'battery/component': 'operator' } } },
  });
});

test('the image that the plugin puts beside each instance is the one of the configuration', () => {
  expect(find('Deployment', 'barman-cloud')?.spec).toMatchObject({
    template: { spec: { containers: [{ env: [{ name: 'SIDECAR_IMAGE', value: 'mirror.example/sidecar:1' }] }] } },
  });
});
