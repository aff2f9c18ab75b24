type Panel = {
  title: string;
  /** Unit as Grafana names it. */
  unit: string;
  /** PromQL, and what a line of it is called. `$cluster` and `$namespace` are the page's choices. */
  lines: [expr: string, legend: string][];
  type?: 'stat' | 'timeseries';
};

const of = 'namespace=~"$namespace", pod=~"$cluster-[0-9]+"';
const byPod = '{{pod}}';
const byDatabase = '{{datname}}';

/** Metrics are those of monitoring.ts (`cnpg_<query>_<metric>`) and the operator's own `cnpg_collector_…`; the last backup is the Barman plugin's. */
const panels: Panel[] = [
  { title: 'Instances up', type: 'stat', unit: 'short', lines: [[`sum(cnpg_collector_up{${of}})`, '']] },
  { title: 'Replicas streaming', type: 'stat', unit: 'short', lines: [[`max(cnpg_pg_replication_streaming_replicas{${of}})`, '']] },
  {
    title: 'Since the last backup',
    type: 'stat',
    unit: 's',
    lines: [[`time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{${of}} > 0)`, '']],
  },
  { title: 'WAL not archived', type: 'stat', unit: 'short', lines: [[`sum(cnpg_pg_stat_archiver_failed_count{${of}})`, '']] },
  { title: 'Backends by state', unit: 'short', lines: [[`sum by (state) (cnpg_backends_total{${of}})`, '{{state}}']] },
  { title: 'Backends that wait for a lock', unit: 'short', lines: [[`cnpg_backends_waiting_total{${of}}`, byPod]] },
  {
    title: 'Transactions',
    unit: 'ops',
    lines: [
      [`sum by (datname) (rate(cnpg_pg_stat_database_xact_commit{${of}}[5m]))`, `${byDatabase} committed`],
      [`sum by (datname) (rate(cnpg_pg_stat_database_xact_rollback{${of}}[5m]))`, `${byDatabase} rolled back`],
    ],
  },
  {
    title: 'Blocks found in the cache',
    unit: 'percentunit',
    lines: [
      [
        `sum by (pod) (rate(cnpg_pg_stat_database_blks_hit{${of}}[5m])) / (sum by (pod) (rate(cnpg_pg_stat_database_blks_hit{${of}}[5m])) + sum by (pod) (rate(cnpg_pg_stat_database_blks_read{${of}}[5m])) > 0)`,
        byPod,
      ],
    ],
  },
  { title: 'Size of databases', unit: 'bytes', lines: [[`max by (datname) (cnpg_pg_database_size_bytes{${of}})`, byDatabase]] },
  { title: 'Behind the primary', unit: 's', lines: [[`cnpg_pg_replication_lag{${of}}`, byPod]] },
  { title: 'Bytes that slots keep', unit: 'bytes', lines: [[`cnpg_pg_replication_slots_pg_wal_lsn_diff{${of}}`, '{{slot_name}}']] },
  { title: 'Deadlocks', unit: 'short', lines: [[`sum by (datname) (increase(cnpg_pg_stat_database_deadlocks{${of}}[5m]))`, byDatabase]] },
  {
    title: 'Checkpoints',
    unit: 'short',
    lines: [
      [`sum(increase(cnpg_pg_stat_checkpointer_checkpoints_timed{${of}}[5m]))`, 'by time'],
      [`sum(increase(cnpg_pg_stat_checkpointer_checkpoints_req{${of}}[5m]))`, 'by request'],
    ],
  },
  { title: 'Oldest transaction', unit: 's', lines: [[`max by (datname) (cnpg_backends_max_tx_duration_seconds{${of}})`, byDatabase]] },
];

const datasource = { type: 'prometheus', uid: '$datasource' };

/** Grafana's dashboard JSON: four numbers, then two charts a row. */
export const postgresDashboard = {
  uid: 'home-base-postgres',
  title: 'Postgres clusters',
  tags: ['home-base', 'postgres'],
  schemaVersion: 39,
  editable: false,
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      variable('namespace', 'label_values(cnpg_collector_up, namespace)'),
      variable('cluster', 'label_values(cnpg_collector_up{namespace=~"$namespace"}, cluster)'),
    ],
  },
  panels: panels.map((panel, index) => ({
    id: index + 1,
    title: panel.title,
    type: panel.type ?? 'timeseries',
    datasource,
    gridPos: placeOf(index),
    fieldConfig: { defaults: { unit: panel.unit }, overrides: [] },
    targets: panel.lines.map(([expr, legendFormat], line) => ({ refId: String.fromCharCode(65 + line), datasource, expr, legendFormat })),
  })),
};

function placeOf(index: number) {
  if (index < 4) return { x: index * 6, y: 0, w: 6, h: 4 };
  return { x: (index % 2) * 12, y: 4 + Math.floor((index - 4) / 2) * 8, w: 12, h: 8 };
}

function variable(name: string, query: string) {
  return { name, type: 'query', datasource, query, refresh: 2, includeAll: true, multi: false, sort: 1 };
}
