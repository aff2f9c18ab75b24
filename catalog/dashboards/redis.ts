import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat } from './panel.ts';

const pods = 'namespace="$namespace",pod=~"$pod"';
const rate = '[$__rate_interval]';
const by = (metric: string) => `sum by (pod) (rate(${metric}{${pods}}${rate}))`;

const definition: DashboardDefinition = {
  uid: 'redis',
  title: 'Redis',
  folder: 'Data',
  variables: [
    { name: 'namespace', label: 'Namespace', query: 'label_values(redis_up, namespace)' },
    { name: 'pod', label: 'Pod', query: 'label_values(redis_up{namespace="$namespace"}, pod)', all: true },
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Up', 'none', `sum(redis_up{${pods}})`),
        stat('Clients', 'none', `sum(redis_connected_clients{${pods}})`),
        stat('Keys', 'short', `sum(redis_db_keys{${pods}})`),
        stat('Memory used', 'percentunit', `max(redis_memory_used_bytes{${pods}} / (redis_memory_max_bytes{${pods}} > 0))`, {
          warn: 0.8,
          bad: 0.9,
        }),
        stat(
          'Found',
          'percentunit',
          `sum(rate(redis_keyspace_hits_total{${pods}}[5m])) / (sum(rate(redis_keyspace_hits_total{${pods}}[5m])) + sum(rate(redis_keyspace_misses_total{${pods}}[5m])))`,
          { warn: 0.8, bad: 0.5 },
        ),
        stat('Running for', 'dtdurations', `min(redis_uptime_in_seconds{${pods}})`),
      ],
    },
    {
      title: 'Work',
      panels: [
        graph('Commands', 'ops', [{ expr: by('redis_commands_processed_total'), legend: '{{pod}}' }]),
        graph('Time a command', 's', [
          {
            expr: `sum by (cmd) (rate(redis_commands_duration_seconds_total{${pods}}${rate})) / sum by (cmd) (rate(redis_commands_total{${pods}}${rate}))`,
            legend: '{{cmd}}',
          },
        ]),
        graph('Received and sent', 'Bps', [
          { expr: by('redis_net_input_bytes_total'), legend: '{{pod}} received' },
          { expr: by('redis_net_output_bytes_total'), legend: '{{pod}} sent' },
        ]),
      ],
    },
    {
      title: 'Memory and keys',
      panels: [
        graph('Memory', 'bytes', [
          { expr: `sum by (pod) (redis_memory_used_bytes{${pods}})`, legend: '{{pod}}' },
          { expr: `sum by (pod) (redis_memory_max_bytes{${pods}})`, legend: '{{pod}} limit' },
        ]),
        graph('Expired and evicted', 'ops', [
          { expr: by('redis_expired_keys_total'), legend: '{{pod}} expired' },
          { expr: by('redis_evicted_keys_total'), legend: '{{pod}} evicted' },
        ]),
        graph('Clients', 'short', [
          { expr: `sum by (pod) (redis_connected_clients{${pods}})`, legend: '{{pod}}' },
          { expr: `sum by (pod) (redis_blocked_clients{${pods}})`, legend: '{{pod}} blocked' },
        ]),
        graph('Replicas connected', 'short', [{ expr: `sum by (pod) (redis_connected_slaves{${pods}})`, legend: '{{pod}}' }]),
      ],
    },
  ],
};

export function redisDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
