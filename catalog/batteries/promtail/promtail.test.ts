import { expect, test } from 'vitest';
import { made, madeWithout } from '../../testing/made.ts';

const alone = made(['promtail']);
const settings = (of: typeof alone) => JSON.parse(String(Object(of.find('ConfigMap', 'promtail')?.data)['config.yaml']));

test("D13: lines go to Loki in the installation's own namespace", () => {
  const { find, all } = made(['promtail'], { config: { battery_core: { coreNamespace: 'battery-ops' } } });
  expect(settings({ find, all }).clients).toEqual([{ url: 'http://loki.battery-ops.svc.cluster.local:3100/loki/api/v1/push' }]);
});

test('Loki lets them in', () => {
  expect(JSON.stringify(alone.find('NetworkPolicy', 'loki')?.spec)).toContain('"kubernetes.io/metadata.name":"battery-base"');
  expect(alone.find('DaemonSet', 'promtail')?.metadata.namespace).toBe('battery-base');
});

test('it reads the logs of its node as root without any power, and may ask only for pods', () => {
  const spec = JSON.stringify(alone.find('DaemonSet', 'promtail')?.spec);
  expect(spec).toContain('"capabilities":{"drop":["ALL"]}');
  expect(spec).toContain('{"name":"var-log-pods","mountPath":"/var/log/pods","readOnly":true}');
  expect(alone.find('ClusterRole', 'promtail')?.rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]);
});

test('a pod is found under the first name that it has', () => {
  const app = settings(alone).scrape_configs[0].relabel_configs.find((rule: { target_label: string }) => rule.target_label === 'app');
  const named = (...labels: string[]) => labels.join(app.separator).replace(new RegExp(app.regex), app.replacement);
  expect(named('redis', 'redis', '', 'redis-0')).toBe('redis');
  expect(named('', '', 'web', 'web-7c9')).toBe('web');
  expect(named('', '', '', 'job-x1')).toBe('job-x1');
});

test('debug lines are left out when the user says so, and only those', () => {
  const { find, all } = made(['promtail'], { config: { promtail: { dropDebug: true } } });
  const stages = settings({ find, all }).scrape_configs[0].pipeline_stages;
  const expression = new RegExp(stages[1].drop.expression.replace('(?i)', ''), 'i');
  expect(['level=debug msg=x', '{"level":"DEBUG"}', 'severity: trace'].map((line) => expression.test(line))).toEqual([true, true, true]);
  expect(['level=info msg="debug mode off"', 'ERROR debug symbols missing'].map((line) => expression.test(line))).toEqual([false, false]);
  expect(settings(alone).scrape_configs[0].pipeline_stages).toEqual([{ cri: {} }]);
});

test('it is measured with victoria_metrics, and not without', () => {
  const measured = made(['promtail', 'victoria_metrics']);
  expect(measured.find('Service', 'promtail-metrics')).toBeDefined();
  expect(measured.find('VMServiceScrape', 'promtail')).toBeDefined();
  const without = madeWithout('victoria_metrics');
  expect(without.find('Service', 'promtail-metrics')).toBeUndefined();
  expect(without.find('VMServiceScrape', 'promtail')).toBeUndefined();
});
