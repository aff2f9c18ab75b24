import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Summary } from '../summary.ts';
import { type DashboardDefinition, installDashboard } from './dashboard-model.ts';
import { graph, stat, table } from './panel.ts';

/** Pods of a CNPG cluster are its name and a number. */
const pods = 'namespace="$namespace",pod=~"$cluster-[0-9]+"';
const rate = '[$__rate_interval]';
const database = (metric: string) => `sum by (datname) (rate(cnpg_pg_stat_database_${metric}{${pods}}${rate}))`;

const definition: DashboardDefinition = {
  uid: 'postgres',
  title: 'Postgres',
  folder: 'Data',
  variables: [
    { name: 'namespace', label: 'Namespace', query: 'label_values(cnpg_collector_up, namespace)' },
    { name: 'cluster', label: 'Cluster', query: 'label_values(cnpg_collector_up{namespace="$namespace"}, cluster)' },
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat('Instances up', 'none', `sum(cnpg_collector_up{${pods}})`),
        stat('Streaming replicas', 'none', `max(cnpg_pg_replication_streaming_replicas{${pods}})`),
        stat('Furthest behind', 's', `max(cnpg_pg_replication_lag{${pods}})`, { warn: 30, bad: 120 }),
        stat(
          'Connections used',
          'percentunit',
          `max(sum by (pod) (cnpg_backends_total{${pods}}) / max by (pod) (cnpg_pg_settings_setting{name="max_connections",${pods}}))`,
          { warn: 0.7, bad: 0.85 },
        ),
        stat('Size', 'bytes', `sum(max by (datname) (cnpg_pg_database_size_bytes{${pods}}))`),
        stat('Last backup', 'dateTimeFromNow', `max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${pods}} > 0) * 1000`),
      ],
    },
    {
      title: 'Work',
      panels: [
        graph('Transactions', 'ops', [
          { expr: database('xact_commit'), legend: '{{datname}} committed' },
          { expr: database('xact_rollback'), legend: '{{datname}} rolled back' },
        ]),
        graph('Rows', 'ops', [
          { expr: `sum(rate(cnpg_pg_stat_database_tup_returned{${pods}}${rate}))`, legend: 'scanned' },
          { expr: `sum(rate(cnpg_pg_stat_database_tup_fetched{${pods}}${rate}))`, legend: 'fetched' },
          { expr: `sum(rate(cnpg_pg_stat_database_tup_inserted{${pods}}${rate}))`, legend: 'inserted' },
          { expr: `sum(rate(cnpg_pg_stat_database_tup_updated{${pods}}${rate}))`, legend: 'updated' },
          { expr: `sum(rate(cnpg_pg_stat_database_tup_deleted{${pods}}${rate}))`, legend: 'deleted' },
        ]),
        graph(
          'Found in the cache',
          'percentunit',
          [{ expr: `${database('blks_hit')} / (${database('blks_hit')} + ${database('blks_read')})`, legend: '{{datname}}' }],
          { max: 1 },
        ),
      ],
    },
    {
      title: 'Sessions',
      panels: [
        graph('Sessions by state', 'short', [{ expr: `sum by (pod, state) (cnpg_backends_total{${pods}})`, legend: '{{pod}} {{state}}' }]),
        graph('Waiting for a lock', 'short', [{ expr: `sum by (pod) (cnpg_backends_waiting_total{${pods}})`, legend: '{{pod}}' }]),
        graph('Oldest transaction', 's', [
          { expr: `max by (datname) (cnpg_backends_max_tx_duration_seconds{${pods}})`, legend: '{{datname}}' },
        ]),
        graph('Deadlocks and conflicts', 'short', [
          { expr: `sum by (datname) (increase(cnpg_pg_stat_database_deadlocks{${pods}}${rate}))`, legend: '{{datname}} deadlocks' },
          { expr: `sum by (datname) (increase(cnpg_pg_stat_database_conflicts{${pods}}${rate}))`, legend: '{{datname}} conflicts' },
        ]),
        graph('Temporary files', 'Bps', [{ expr: database('temp_bytes'), legend: '{{datname}}' }]),
        graph('Transaction ids since freezing', 'short', [
          { expr: `max by (datname) (cnpg_pg_database_xid_age{${pods}})`, legend: '{{datname}}' },
        ]),
      ],
    },
    {
      title: 'Replication and WAL',
      panels: [
        graph('Behind the primary', 's', [{ expr: `max by (pod) (cnpg_pg_replication_lag{${pods}})`, legend: '{{pod}}' }]),
        graph('Not replayed yet', 'bytes', [
          { expr: `max by (application_name) (cnpg_pg_stat_replication_replay_diff_bytes{${pods}})`, legend: '{{application_name}}' },
        ]),
        graph('WAL archived and failed', 'ops', [
          { expr: `sum(rate(cnpg_pg_stat_archiver_archived_count{${pods}}${rate}))`, legend: 'archived' },
          { expr: `sum(rate(cnpg_pg_stat_archiver_failed_count{${pods}}${rate}))`, legend: 'failed' },
        ]),
        table('Databases', [
          { header: 'Size', unit: 'bytes', expr: `max by (datname) (cnpg_pg_database_size_bytes{${pods}})` },
          { header: 'Transaction ids since freezing', unit: 'short', expr: `max by (datname) (cnpg_pg_database_xid_age{${pods}})` },
        ]),
      ],
    },
  ],
};

export function postgresDashboard(summary: Summary): Resource[] {
  return installDashboard(definition, summary);
}
