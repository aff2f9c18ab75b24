import type { ConfigOf } from '../../define.ts';
import type { loki } from './battery.ts';

export const dataDir = '/var/loki';

/**
 * Loki's configuration (3.6). Index and schema are the ones that structured metadata asks for (D1: the original's were removed in 3.0); `from` lies
 * before the first line that can come, as a schema must not change under logs that are there.
 */
export function lokiSettings(config: ConfigOf<typeof loki>): object {
  const store = config.bucket ? 's3' : 'filesystem';
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: { http_listen_port: 3100, grpc_listen_port: 9095, log_level: 'info' },
    common: {
      path_prefix: dataDir,
      replication_factor: config.replicationFactor,
      ring: config.replicas > 1 ? { kvstore: { store: 'memberlist' } } : { instance_addr: '127.0.0.1', kvstore: { store: 'inmemory' } },
      storage: config.bucket
        ? { s3: { bucketnames: config.bucket, region: config.bucketRegion } }
        : { filesystem: { chunks_directory: `${dataDir}/chunks`, rules_directory: `${dataDir}/rules` } },
    },
    ...(config.replicas > 1 && { memberlist: { join_members: ['loki-memberlist:7946'] } }),
    schema_config: {
      configs: [{ from: '2024-01-01', store: 'tsdb', object_store: store, schema: 'v13', index: { prefix: 'index_', period: '24h' } }],
    },
    limits_config: { retention_period: `${config.retentionDays * 24}h`, volume_enabled: true },
    compactor: { working_directory: `${dataDir}/compactor`, retention_enabled: true, delete_request_store: store },
  };
}
