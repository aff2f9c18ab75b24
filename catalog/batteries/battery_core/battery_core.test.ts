import { expect, it, test } from 'vitest';
import { providers } from '../../define.ts';
import { render } from '../../materialize.ts';
import { kitchenSink, sampleSummary } from '../../sample-summary.ts';

const core = (provider: (typeof providers)[number], isolation = true) =>
  render({
    summary: sampleSummary({
      usage: 'development',
      provider,
      size: 'tiny',
      batteries: ['battery_core'],
      config: { battery_core: { isolation } },
    }),
  }).resources;

test('every namespace enforces a pod security standard, and privileged is the base namespace only, for batteries that need the node', () => {
  const levels = (resources: ReturnType<typeof core>) =>
    Object.fromEntries(
      resources
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]),
    );
  expect(levels(core('kind'))).toEqual({
    'battery-core': 'restricted',
    'battery-base': 'baseline',
    'battery-data': 'baseline',
    'battery-ai': 'baseline',
  });
  for (const type of ['metallb', 'node_feature_discovery', 'nvidia_device_plugin'] as const) {
    const summary = sampleSummary({ usage: 'development', provider: 'provided', size: 'tiny', batteries: ['battery_core', type] });
    expect(levels(render({ summary }).resources)).toMatchObject({ 'battery-base': 'privileged', 'battery-ai': 'baseline' });
  }
  const sink = render({ summary: kitchenSink({ usage: 'development', provider: 'kind', size: 'tiny' }) }).resources;
  expect(levels(sink)).toMatchObject({ 'battery-core': 'restricted', 'battery-base': 'privileged', 'battery-data': 'baseline' });
  // Scans of images do with less; those of nodes do not.
  const scanned = (scanNodes: boolean) =>
    render({
      summary: sampleSummary({
        usage: 'production',
        provider: 'provided',
        size: 'tiny',
        batteries: ['trivy_operator'],
        config: { trivy_operator: { scanNodes } },
      }),
    }).resources;
  expect([levels(scanned(false)), levels(scanned(true))]).toMatchObject([{ 'battery-base': 'baseline' }, { 'battery-base': 'privileged' }]);
});

it.each(providers)('on %s makes storage classes only where they are ours to make', (provider) => {
  const classes = core(provider).filter(({ kind }) => kind === 'StorageClass');
  expect(
    classes.map(({ metadata, reclaimPolicy }) => [
      metadata.name,
      reclaimPolicy,
      metadata.annotations?.['storageclass.kubernetes.io/is-default-class'],
    ]),
  ).toEqual(
    provider === 'aws'
      ? [
          ['gp3-encrypted', 'Delete', 'true'],
          ['gp3-encrypted-retain', 'Retain', 'false'],
        ]
      : [],
  );
});

test('without isolation no network policy is left, not even those of other batteries', () => {
  expect(core('kind').filter(({ kind }) => kind === 'NetworkPolicy')).toHaveLength(4);
  const open = render({
    summary: kitchenSink({ usage: 'development', provider: 'kind', size: 'tiny', config: { battery_core: { isolation: false } } }),
  }).resources;
  expect(open.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
});
