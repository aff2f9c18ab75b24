import { expect, it, test } from 'vitest';
import { type Provider, providers } from '../../define.ts';
import { hostPowersOf } from '../../host-powers.ts';
import { render } from '../../materialize.ts';
import { sampleSummary } from '../../sample-summary.ts';

const made = (provider: Provider, config: Record<string, unknown> = {}) =>
  render({
    summary: sampleSummary({
      usage: 'development',
      provider,
      size: 'small',
      batteries: ['nvidia_device_plugin'],
      config: { nvidia_device_plugin: config },
    }),
  }).resources;
const daemon = (resources: ReturnType<typeof made>, name: string) =>
  resources.find(({ kind, metadata }) => kind === 'DaemonSet' && metadata.name === name);
const names = ['nvidia-device-plugin', 'gpu-feature-discovery', 'nvidia-mps-control-daemon'];

it.each(providers)('on %s the class of Nvidia’s runtime is there exactly where pods name it', (provider) => {
  const resources = made(provider, { sharing: 'mps' });
  const isKind = provider === 'kind';
  expect(resources.filter(({ kind }) => kind === 'RuntimeClass').map(({ metadata }) => metadata.name)).toEqual(isKind ? ['nvidia'] : []);
  for (const name of names) expect(JSON.stringify(daemon(resources, name)).includes('"runtimeClassName":"nvidia"'), name).toBe(isKind);
});

test('pods go to nodes that node-feature-discovery found a GPU on, and onto their taint', () => {
  for (const name of names)
    expect(daemon(made('aws', { sharing: 'mps' }), name)?.spec, name).toMatchObject({
      template: {
        spec: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: expect.arrayContaining([
                  { matchExpressions: [{ key: 'feature.node.kubernetes.io/pci-10de.present', operator: 'In', values: ['true'] }] },
                ]),
              },
            },
          },
          tolerations: expect.arrayContaining([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]),
        },
      },
    });
});

test('the plugin takes a folder of the node and nothing more, except on kind, and nothing of it lives beside notebooks', () => {
  expect(hostPowersOf(daemon(made('aws'), 'nvidia-device-plugin')!)).toEqual(['hostPath']);
  expect(hostPowersOf(daemon(made('kind'), 'nvidia-device-plugin')!)).toEqual(['hostPath', 'SYS_ADMIN']);
  const namespaces = made('aws', { sharing: 'mps' })
    .filter(({ kind }) => kind === 'DaemonSet')
    .map(({ metadata }) => metadata.namespace);
  expect(new Set(namespaces)).toEqual(new Set(['battery-base']));
});

test('sharing tells plugin, discovery and daemon how, and without it there is neither daemon nor configuration', () => {
  const config = (kind: string) =>
    made('aws', { sharing: kind, sharesPerGpu: 8 }).find(({ metadata }) => metadata.name === 'nvidia-device-plugin-sharing')?.data;
  const resources = [{ name: 'nvidia.com/gpu', replicas: 8 }];
  expect(JSON.parse(Object.values(config('mps') ?? {}).join())).toEqual({ version: 'v1', sharing: { mps: { resources } } });
  expect(JSON.parse(Object.values(config('time_slicing') ?? {}).join())).toEqual({
    version: 'v1',
    sharing: { timeSlicing: { resources } },
  });
  expect(config('none')).toBeUndefined();
  expect(daemon(made('aws', { sharing: 'time_slicing' }), 'nvidia-mps-control-daemon')).toBeUndefined();
  for (const name of names)
    expect(JSON.stringify(daemon(made('aws', { sharing: 'mps' }), name))).toContain('{"name":"CONFIG_FILE","value":"/config/config.yaml"}');
  expect(JSON.stringify(made('aws'))).not.toContain('CONFIG_FILE');
});
