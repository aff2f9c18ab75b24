type Metric = [name: string, usage: 'LABEL' | 'GAUGE' | 'COUNTER', description: string];
type Query = { sql: string; metrics: Metric[]; primary?: boolean; runonserver?: string; every?: boolean };

/** Metrics that each instance serves on port 9187. Names follow the operator's own set, so that dashboards made for it fit. */
const queries: Record<string, Query> = {
  backends: {
    sql: "SELECT datname, usename, application_name, coalesce(state, 'none') AS state, count(*) AS total, coalesce(max(extract(epoch FROM now() - xact_start)), 0) AS max_tx_duration_seconds FROM pg_stat_activity WHERE usename IS NOT NULL GROUP BY 1, 2, 3, 4",
    metrics: [
      ['datname', 'LABEL', 'Database'],
      ['usename', 'LABEL', 'User'],
      ['application_name', 'LABEL', 'Application'],
      ['state', 'LABEL', 'State of the backend'],
      ['total', 'GAUGE', 'Backends'],
      ['max_tx_duration_seconds', 'GAUGE', 'Age of the oldest transaction'],
    ],
  },
  backends_waiting: {
    sql: 'SELECT count(*) AS total FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0',
    metrics: [['total', 'GAUGE', 'Backends that wait for a lock of another']],
  },
  pg_database: {
    sql: 'SELECT datname, pg_database_size(oid) AS size_bytes, age(datfrozenxid) AS xid_age, mxid_age(datminmxid) AS mxid_age FROM pg_database WHERE datallowconn',
    metrics: [
      ['datname', 'LABEL', 'Database'],
      ['size_bytes', 'GAUGE', 'Bytes on disk'],
      ['xid_age', 'GAUGE', 'Transactions since the frozen one'],
      ['mxid_age', 'GAUGE', 'Multixacts since the frozen one'],
    ],
  },
  pg_postmaster: {
    sql: 'SELECT extract(epoch FROM pg_postmaster_start_time()) AS start_time',
    metrics: [['start_time', 'GAUGE', 'Start of the server']],
  },
  pg_replication: {
    sql: 'SELECT CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 ELSE greatest(0, extract(epoch FROM now() - pg_last_xact_replay_timestamp())) END AS lag, pg_is_in_recovery() AS in_recovery, (SELECT count(*) FROM pg_stat_wal_receiver) > 0 AS is_wal_receiver_up, (SELECT count(*) FROM pg_stat_replication) AS streaming_replicas',
    metrics: [
      ['lag', 'GAUGE', 'Seconds behind the primary'],
      ['in_recovery', 'GAUGE', 'A replica'],
      ['is_wal_receiver_up', 'GAUGE', 'Receives from the primary'],
      ['streaming_replicas', 'GAUGE', 'Replicas connected to it'],
    ],
  },
  pg_replication_slots: {
    sql: 'SELECT slot_name, slot_type, database, active, pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, restart_lsn) AS pg_wal_lsn_diff FROM pg_replication_slots WHERE NOT temporary',
    metrics: [
      ['slot_name', 'LABEL', 'Slot'],
      ['slot_type', 'LABEL', 'Type'],
      ['database', 'LABEL', 'Database'],
      ['active', 'GAUGE', 'In use'],
      ['pg_wal_lsn_diff', 'GAUGE', 'Bytes that the slot keeps'],
    ],
  },
  pg_stat_archiver: {
    sql: 'SELECT archived_count, failed_count, coalesce(extract(epoch FROM now() - last_archived_time), -1) AS seconds_since_last_archival, coalesce(extract(epoch FROM now() - last_failed_time), -1) AS seconds_since_last_failure FROM pg_stat_archiver',
    primary: true,
    metrics: [
      ['archived_count', 'COUNTER', 'WAL files archived'],
      ['failed_count', 'COUNTER', 'Failed attempts'],
      ['seconds_since_last_archival', 'GAUGE', 'Since the last success'],
      ['seconds_since_last_failure', 'GAUGE', 'Since the last failure'],
    ],
  },
  pg_stat_checkpointer: {
    sql: 'SELECT num_timed AS checkpoints_timed, num_requested AS checkpoints_req, write_time, sync_time, buffers_written FROM pg_stat_checkpointer',
    runonserver: '>=17.0.0',
    metrics: [
      ['checkpoints_timed', 'COUNTER', 'Checkpoints by time'],
      ['checkpoints_req', 'COUNTER', 'Checkpoints by request'],
      ['write_time', 'COUNTER', 'Milliseconds spent writing'],
      ['sync_time', 'COUNTER', 'Milliseconds spent syncing'],
      ['buffers_written', 'COUNTER', 'Buffers written'],
    ],
  },
  pg_stat_database: {
    sql: 'SELECT datname, xact_commit, xact_rollback, blks_read, blks_hit, tup_returned, tup_fetched, tup_inserted, tup_updated, tup_deleted, conflicts, temp_files, temp_bytes, deadlocks FROM pg_stat_database WHERE datname IS NOT NULL',
    metrics: [
      ['datname', 'LABEL', 'Database'],
      ['xact_commit', 'COUNTER', 'Transactions committed'],
      ['xact_rollback', 'COUNTER', 'Transactions rolled back'],
      ['blks_read', 'COUNTER', 'Blocks read from disk'],
      ['blks_hit', 'COUNTER', 'Blocks found in the cache'],
      ['tup_returned', 'COUNTER', 'Rows scanned'],
      ['tup_fetched', 'COUNTER', 'Rows fetched'],
      ['tup_inserted', 'COUNTER', 'Rows inserted'],
      ['tup_updated', 'COUNTER', 'Rows updated'],
      ['tup_deleted', 'COUNTER', 'Rows deleted'],
      ['conflicts', 'COUNTER', 'Queries cancelled by recovery'],
      ['temp_files', 'COUNTER', 'Temporary files'],
      ['temp_bytes', 'COUNTER', 'Bytes in temporary files'],
      ['deadlocks', 'COUNTER', 'Deadlocks'],
    ],
  },
  pg_stat_replication: {
    sql: "SELECT usename, application_name, coalesce(client_addr::text, '') AS client_addr, pg_wal_lsn_diff(pg_current_wal_lsn(), sent_lsn) AS sent_diff_bytes, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS replay_diff_bytes, coalesce(extract(epoch FROM replay_lag), 0)::float AS replay_lag_seconds FROM pg_stat_replication",
    primary: true,
    metrics: [
      ['usename', 'LABEL', 'User'],
      ['application_name', 'LABEL', 'Replica'],
      ['client_addr', 'LABEL', 'Address'],
      ['sent_diff_bytes', 'GAUGE', 'Bytes not sent yet'],
      ['replay_diff_bytes', 'GAUGE', 'Bytes not replayed yet'],
      ['replay_lag_seconds', 'GAUGE', 'Seconds behind'],
    ],
  },
  pg_settings: {
    sql: "SELECT name, CASE setting WHEN 'on' THEN '1' WHEN 'off' THEN '0' ELSE setting END AS setting FROM pg_settings WHERE vartype IN ('integer', 'real', 'bool') ORDER BY 1",
    metrics: [
      ['name', 'LABEL', 'Setting'],
      ['setting', 'GAUGE', 'Value'],
    ],
  },
  pg_extensions: {
    sql: 'SELECT current_database() AS datname, name AS extname, default_version, installed_version, (default_version <> installed_version)::int AS update_available FROM pg_available_extensions WHERE installed_version IS NOT NULL',
    every: true,
    metrics: [
      ['datname', 'LABEL', 'Database'],
      ['extname', 'LABEL', 'Extension'],
      ['default_version', 'LABEL', 'Version to be had'],
      ['installed_version', 'LABEL', 'Version installed'],
      ['update_available', 'GAUGE', 'An update is to be had'],
    ],
  },
};

/** The operator's format: YAML, of which JSON is a part. */
export const monitoringQueries = JSON.stringify(
  Object.fromEntries(
    Object.entries(queries).map(([name, { sql, metrics, primary, runonserver, every }]) => [
      name,
      {
        query: sql,
        ...(primary && { primary }),
        ...(runonserver && { runonserver }),
        ...(every && { target_databases: ['*'] }),
        metrics: metrics.map(([metric, usage, description]) => ({ [metric]: { usage, description } })),
      },
    ]),
  ),
  undefined,
  1,
);
