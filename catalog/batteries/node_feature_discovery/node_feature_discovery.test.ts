import { expect, test } from 'vitest';
import { hostPowersOf } from '../../host-powers.ts';
import { render } from '../../materialize.ts';
import { sampleSummary } from '../../sample-summary.ts';

const { resources } = render({
  summary: sampleSummary({
    usage: 'development',
    provider: 'provided',
    size: 'small',
    batteries: ['node_feature_discovery'],
    config: { node_feature_discovery: { resyncMinutes: 30 } },
  }),
});
const named = (kind: string, name: string) => resources.find((resource) => resource.kind === kind && resource.metadata.name === name);

test('workers report Nvidia GPUs by the label that the device plugin looks for, also from tainted nodes', () => {
  const data = named('ConfigMap', 'nfd-worker-conf')?.data;
  expect(JSON.parse(Object.values(data ?? {}).join())).toMatchObject({
    sources: { pci: { deviceClassWhitelist: expect.arrayContaining(['0300', '0302']), deviceLabelFields: ['vendor'] } },
  });
  expect(named('DaemonSet', 'nfd-worker')?.spec).toMatchObject({
    template: { spec: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } },
  });
});

test('the master writes labels of Nvidia’s own prefix, which it refuses by default', () => {
  const data = named('ConfigMap', 'nfd-master-conf')?.data;
  expect(JSON.parse(Object.values(data ?? {}).join())).toEqual({ extraLabelNs: ['nvidia.com'] });
});

test('workers read the node and can change nothing of it', () => {
  const worker = named('DaemonSet', 'nfd-worker');
  expect(hostPowersOf(worker!)).toEqual(['hostPath']);
  const mounts = [...JSON.stringify(worker).matchAll(/\{"mountPath":[^}]*\}|\{"name":"[^"]*","mountPath":[^}]*\}/g)].map(([text]) => text);
  expect(mounts).toHaveLength(8);
  for (const mount of mounts) expect(mount).toContain('"readOnly":true');
});

test('how often is asked of master and collector alike', () => {
  expect(JSON.stringify(named('Deployment', 'nfd-master'))).toContain('-resync-period=30m');
  expect(JSON.stringify(named('Deployment', 'nfd-gc'))).toContain('-gc-interval=30m');
});
