import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import { nodeTypes } from '../../objects/node-type.ts';
import { sampleSummary } from '../../sample-summary.ts';

const arn = 'arn:aws:iam::123456789012:role/karpenter';
const made = (
  karpenter: Record<string, unknown>,
  clusterName = 'production',
  batteries: Parameters<typeof sampleSummary>[0]['batteries'] = ['karpenter'],
) =>
  render({
    summary: sampleSummary({
      usage: 'production',
      provider: 'aws',
      size: 'tiny',
      batteries,
      config: { karpenter, battery_core: { clusterName } },
    }),
  }).resources;
const complete = { serviceRoleArn: arn, nodeRoleName: 'nodes', queueName: 'interruptions' };
const find = (resources: ReturnType<typeof made>, kind: string, name = 'karpenter') =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

test('there is a pool for every node type that a notebook or model can ask for, and no pod without GPUs lands on one', () => {
  const pools = made(complete).filter(({ kind }) => kind === 'NodePool');
  const wanted = Object.values(nodeTypes).flatMap((type) => ('pool' in type ? [type.pool] : ['default']));
  expect(pools.map(({ metadata }) => metadata.name).sort()).toEqual([...wanted].sort());
  for (const { metadata, spec } of pools) {
    if (metadata.name === 'default') expect(spec).not.toHaveProperty('template.spec.taints');
    else
      expect(spec).toMatchObject({
        template: { spec: { taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }], nodeClassRef: { name: 'bottlerocket' } } },
      });
  }
});

test('nodes get the role, are found by the name of the cluster, and their pods cannot take the role', () => {
  const classes = made(complete).filter(({ kind }) => kind === 'EC2NodeClass');
  expect(classes.map(({ metadata }) => metadata.name)).toEqual(['default', 'bottlerocket']);
  for (const { spec } of classes)
    expect(spec).toMatchObject({
      role: 'nodes',
      subnetSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'production' } }],
      securityGroupSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'production' } }],
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
    });
});

test('what AWS has to be told is told: the role of the account, the cluster, the queue', () => {
  const resources = made(complete);
  expect(find(resources, 'ServiceAccount')?.metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': arn });
  const text = JSON.stringify(find(resources, 'Deployment'));
  expect(text).toContain('{"name":"CLUSTER_NAME","value":"production"}');
  expect(text).toContain('{"name":"INTERRUPTION_QUEUE","value":"interruptions"}');
});

test('until the cluster and the role of nodes are known there is nothing that would fail, and the rest is there', () => {
  const kinds = (resources: ReturnType<typeof made>) =>
    new Set(resources.filter(({ metadata }) => metadata.labels?.['battery/owner'] === 'batt_karpenter').map(({ kind }) => kind));
  const nameless = kinds(made(complete, ''));
  for (const kind of ['Deployment', 'NodePool', 'EC2NodeClass', 'PodDisruptionBudget']) expect(nameless).not.toContain(kind);
  expect(nameless).toContain('ServiceAccount');
  const roleless = kinds(made({}));
  expect(roleless).toContain('Deployment');
  for (const kind of ['NodePool', 'EC2NodeClass']) expect(roleless).not.toContain(kind);
  expect(find(made({}), 'ServiceAccount')?.metadata).not.toHaveProperty('annotations');
});

test('it may read the address of the cluster’s DNS where that is, in kube-system, and nothing else there', () => {
  const there = made(complete).filter(({ metadata }) => metadata.namespace === 'kube-system');
  expect(there.map(({ kind }) => kind)).toEqual(['Role', 'RoleBinding']);
  expect(there[0]?.rules).toEqual([{ apiGroups: [''], resources: ['services'], resourceNames: ['kube-dns'], verbs: ['get'] }]);
  expect(there[1]?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'karpenter', namespace: 'battery-base' }]);
});

test('spot instances are used when asked for only', () => {
  const types = (config: object) => JSON.stringify(find(made({ ...complete, ...config }), 'NodePool', 'default'));
  expect(types({})).not.toContain('"spot"');
  expect(types({ spot: true })).toContain('"values":["spot","on-demand"]');
});

test('with VictoriaMetrics it is scraped, without it not', () => {
  expect(find(made(complete), 'VMServiceScrape')).toBeUndefined();
  expect(find(made(complete, 'production', ['karpenter', 'victoria_metrics']), 'VMServiceScrape')?.spec).toMatchObject({
    endpoints: [{ port: 'http-metrics' }],
  });
});
