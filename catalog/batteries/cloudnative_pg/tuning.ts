const mib = 1024 ** 2;

/**
 * PostgreSQL parameters for a size (formulas and golden values: reference/catalog.md 3.1). Memory and CPU are those requested: what the
 * scheduler promises. Integer division throughout, as in the reference.
 */
export function tunedParameters({ memoryBytes, cpuMillis }: { memoryBytes: number; cpuMillis: number }): Record<string, string> {
  const memory = div(memoryBytes, 1024);
  const isTiny = memoryBytes <= 512 * mib;
  const cores = div(cpuMillis, 1000);
  const connections = isTiny ? 100 : 200;
  const workers = Math.max(cores, 8);
  const sharedBuffers = div(memory, 4);
  const workMem = Math.max(64, div((memory - sharedBuffers) * 1024, 1024 * (connections + workers) * 3));
  const walBuffers = Math.min(Math.max(div(sharedBuffers * 3, 100), 32), 16 * 1024);
  return {
    ...fixed,
    max_connections: String(connections),
    shared_buffers: `${sharedBuffers}kB`,
    work_mem: `${workMem}kB`,
    maintenance_work_mem: `${Math.min(div(memory, 16), 2 * 1024 * 1024)}kB`,
    effective_cache_size: `${div(memory * 3, 4)}kB`,
    wal_buffers: `${walBuffers}kB`,
    min_wal_size: isTiny ? '128MB' : '1GB',
    max_wal_size: isTiny ? '512MB' : '4GB',
    ...(cpuMillis >= 4000 && parallel(cores)),
  };
}

function parallel(cores: number): Record<string, string> {
  const gather = String(Math.min(div(cores, 2), 4));
  return {
    max_worker_processes: String(cores),
    max_parallel_workers: String(cores),
    max_parallel_workers_per_gather: gather,
    max_parallel_maintenance_workers: gather,
  };
}

function div(a: number, b: number): number {
  return Math.floor(a / b);
}

/** The operator preloads pg_stat_statements and auto_explain because their parameters are set. */
const fixed = {
  timezone: 'UTC',
  autovacuum: 'on',
  'pg_stat_statements.max': '10000',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.track_utility': 'false',
  'auto_explain.log_min_duration': '700ms',
  'auto_explain.log_analyze': 'true',
  'auto_explain.log_buffers': 'true',
  'auto_explain.log_timing': 'true',
  'auto_explain.sample_rate': '0.1',
  random_page_cost: '1.1',
  default_statistics_target: '100',
  effective_io_concurrency: '200',
  checkpoint_completion_target: '0.9',
};

/** Preloads pgaudit, which the operator's own images have. */
export const auditParameters = { 'pgaudit.log': 'role, ddl, misc_set', 'pgaudit.log_catalog': 'off' };
