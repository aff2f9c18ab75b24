import type { Resource } from '@home-base/schema/kube/resource.ts';
import { describe, expect, it, test } from 'vitest';
import { render } from '../../materialize.ts';
import type { Rule } from '../../parts/rbac.ts';
import type { BatteryType } from '../../registry.ts';
import { sampleSummary } from '../../sample-summary.ts';
import { lock } from '../../upstream/lock.ts';
import { splitImage, trivyOperator } from './battery.ts';
import { clusterRules } from './rules.ts';

const made = (config: Record<string, unknown> = {}, batteries: BatteryType[] = ['trivy_operator']) =>
  render({
    summary: sampleSummary({ usage: 'production', provider: 'aws', size: 'tiny', batteries, config: { trivy_operator: config } }),
  }).resources;
const find = (resources: Resource[], kind: string, name: string) =>
  resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
const settings = (resources: Resource[], name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(find(resources, 'ConfigMap', name)?.data ?? {}));

describe('where its scans run', () => {
  it('is its own namespace, and there alone it may start Jobs, write Secrets and read logs', () => {
    const resources = made();
    expect(settings(resources, 'trivy-operator')['vulnerabilityReports.scanJobsInSameNamespace']).toBe('false');
    expect(JSON.stringify(find(resources, 'Deployment', 'trivy-operator'))).toContain(
      '{"name":"OPERATOR_NAMESPACE","value":"battery-base"}',
    );
    const verbs = (rules: Rule[], resource: string) => rules.flatMap((rule) => (rule.resources.includes(resource) ? rule.verbs : []));
    expect(verbs(clusterRules, 'secrets')).toEqual(['get']);
    expect(verbs(clusterRules, 'pods/log')).toEqual([]);
    for (const verb of ['create', 'delete', 'update', 'patch']) expect(verbs(clusterRules, 'jobs')).not.toContain(verb);
    expect(find(resources, 'Role', 'trivy-operator')?.metadata.namespace).toBe('battery-base');
  });

  it('lets them in: without scans of nodes they run as nobody, without any privilege', () => {
    const scans = settings(made(), 'trivy-operator');
    expect(JSON.parse(scans['scanJob.podTemplatePodSecurityContext'] ?? '')).toMatchObject({ runAsNonRoot: true });
    expect(JSON.parse(scans['scanJob.podTemplateContainerSecurityContext'] ?? '')).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});

test('the kubelet of every node is out of its reach unless nodes are to be scanned', () => {
  const rights = (scanNodes: boolean) => JSON.stringify(find(made({ scanNodes }), 'ClusterRole', 'trivy-operator')?.rules);
  expect(rights(false)).not.toContain('nodes/proxy');
  expect(rights(true)).toContain('nodes/proxy');
  const of = (scanNodes: boolean) => ({
    ...settings(made({ scanNodes }), 'trivy-operator-config'),
    ...settings(made({ scanNodes }), 'trivy-operator'),
  });
  expect(of(false)).toMatchObject({ OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED: 'false' });
  expect(of(false)).not.toHaveProperty(['nodeCollector.volumes']);
  expect(of(true)).toMatchObject({ OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED: 'true' });
  expect(JSON.parse(of(true)['nodeCollector.volumes'] ?? '')).toContainEqual({
    name: 'var-lib-kubelet',
    hostPath: { path: '/var/lib/kubelet' },
  });
  for (const mount of JSON.parse(of(true)['nodeCollector.volumeMounts'] ?? '[]')) expect(mount).toMatchObject({ readOnly: true });
});

test('D19: a mirror of an image is where scans get it from, whatever the form of its name', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(splitImage('mirror.gcr.io/aquasec/trivy:0.68.1')).toEqual({ repository: 'mirror.gcr.io/aquasec/trivy', tag: '0.68.1' });
  expect(splitImage('localhost:5000/trivy:1')).toEqual({ repository: 'localhost:5000/trivy', tag: '1' });
  expect(splitImage(`localhost:5000/trivy:1@${digest}`)).toEqual({ repository: 'localhost:5000/trivy', tag: `1@${digest}` });
  for (const untagged of ['localhost:5000/trivy', `localhost:5000/trivy@${digest}`])
    expect(trivyOperator.config.safeParse({ trivyImage: untagged }).error?.issues[0]?.message).toMatch(/name a tag/);
  const mirrored = settings(
    made({ trivyImage: 'localhost:5000/trivy:1', databaseImage: 'localhost:5000/db:2' }),
    'trivy-operator-trivy-config',
  );
  expect(mirrored).toMatchObject({
    'trivy.repository': 'localhost:5000/trivy',
    'trivy.tag': '1',
    'trivy.dbRepository': 'localhost:5000/db:2',
  });
});

test('the operator starts anew when settings change that it reads only at its start', () => {
  const template = (config: object) => {
    const text = JSON.stringify(find(made({ ...config }), 'Deployment', 'trivy-operator')?.spec);
    return [/settings-hash":"(\w+)"/.exec(text)?.[1], /config-hash":"(\w+)"/.exec(text)?.[1]];
  };
  const [settled, environment] = template({});
  expect(template({ ignoreUnfixed: true })).toEqual([expect.not.stringMatching(`${settled}`), environment]);
  expect(template({ concurrentScans: 7 })).toEqual([settled, expect.not.stringMatching(`${environment}`)]);
});

it('has a Service for metrics only where something collects them', () => {
  const scraped = made({}, ['trivy_operator', 'victoria_metrics']);
  expect(find(scraped, 'Service', 'trivy-operator')).toBeDefined();
  expect(find(scraped, 'VMServiceScrape', 'trivy-operator')?.spec).toMatchObject({ endpoints: [{ port: 'metrics', path: '/metrics' }] });
  expect(find(made(), 'Service', 'trivy-operator')).toBeUndefined();
  expect(find(made(), 'VMServiceScrape', 'trivy-operator')).toBeUndefined();
});

test('D2: the image is of the very release that the definitions come from', () => {
  const ref = lock.files.find(({ battery }) => battery === 'trivy_operator')?.ref ?? '';
  expect(JSON.stringify(find(made(), 'Deployment', 'trivy-operator')?.spec)).toContain(`trivy-operator:${ref.replace(/^v/, '')}"`);
});
