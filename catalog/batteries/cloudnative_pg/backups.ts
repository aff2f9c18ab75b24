import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { postgresNamespace } from '../../namespaces.ts';
import type { PostgresCluster } from '../../objects/postgres-cluster.ts';
import { roleAnnotations } from '../../parts/aws.ts';
import { cnpgName, postgresSecret } from '../../parts/postgres-access.ts';
import { hasBattery, type Summary, storedConfig } from '../../summary.ts';
import { cloudnativePgBarman } from '../cloudnative_pg_barman/battery.ts';

type Barman = ConfigOf<typeof cloudnativePgBarman>;

const plugin = 'barman-cloud.cloudnative-pg.io';
/** Name, within the Cluster, of the one it is restored from. */
const source = 'source';

/** The object store as configured; undefined while there is no plugin or no bucket. */
function objectStore(summary: Summary): Barman | undefined {
  if (!hasBattery(summary, 'cloudnative_pg_barman')) return undefined;
  const config = cloudnativePgBarman.config.parse(storedConfig(summary, 'cloudnative_pg_barman'));
  return config.bucket ? config : undefined;
}

/** Where the cluster's WAL and base backups go, when they are made, and where it starts from; nothing without an object store. */
export function backupResources(cluster: PostgresCluster, summary: Summary): Resource[] {
  const barman = objectStore(summary);
  if (!barman) return [];
  const name = cnpgName(cluster);
  const namespace = postgresNamespace(summary, cluster);
  return [
    ...(cluster.backups.enabled
      ? [
          store(name, namespace, barman, `${cluster.backups.retentionDays}d`),
          {
            apiVersion: 'postgresql.cnpg.io/v1',
            kind: 'ScheduledBackup',
            metadata: { name, namespace },
            spec: {
              cluster: { name },
              method: 'plugin',
              pluginConfiguration: { name: plugin },
              // Six fields, seconds first.
              schedule: `0 0 ${cluster.backups.hour} * * *`,
              // Nothing can be restored before the first.
              immediate: true,
              // Backup objects outlive the schedule and the cluster: a lost cluster is restored from them. The plugin drops those out of retention.
              backupOwnerReference: 'none',
            },
          },
        ]
      : []),
    // Its own, so that it is there when the cluster that was backed up is gone or lives in another namespace. No retention: it only reads.
    ...(cluster.restoreFrom ? [store(sourceStore(name), namespace, barman)] : []),
  ];
}

/** What the Cluster's spec says of backups: the plugin that archives WAL, and the role of its pods. */
export function backupSpec(cluster: PostgresCluster, summary: Summary) {
  const barman = objectStore(summary);
  if (!barman) return {};
  const annotations = cluster.backups.enabled || cluster.restoreFrom ? roleAnnotations(barman.serviceRoleArn) : undefined;
  return {
    ...(cluster.backups.enabled && {
      plugins: [{ name: plugin, isWALArchiver: true, parameters: { barmanObjectName: cnpgName(cluster) } }],
    }),
    ...(annotations && { serviceAccountTemplate: { metadata: { annotations } } }),
  };
}

/**
 * What a new cluster starts from: the very backup that was chosen, not what came after it. The operator reads this when it makes the first
 * instance and never again, so that what changes here later changes no running cluster. It does change when the backup's object is gone (out of
 * retention): the server's name is then taken from the backup's own, which the schedule made of it, and the id is one that no store has. A cluster
 * that was not made by then says that its backup cannot be found, and does not come up with other data.
 */
export function recovery(cluster: PostgresCluster, summary: Summary) {
  const { restoreFrom, database } = cluster;
  if (!restoreFrom || !objectStore(summary)) return undefined;
  const backup = summary.facts.backups.find(({ name }) => name === restoreFrom);
  const serverName = backup?.cluster ?? restoreFrom.replace(/-\d{14}$/, '');
  const backupID = backup ? backup.id : restoreFrom;
  return {
    bootstrap: {
      recovery: {
        source,
        database: database.name,
        owner: database.owner,
        secret: { name: postgresSecret(cluster, database.owner) },
        ...(backupID && { recoveryTarget: { backupID, targetImmediate: true } }),
      },
    },
    externalClusters: [
      { name: source, plugin: { name: plugin, parameters: { barmanObjectName: sourceStore(cnpgName(cluster)), serverName } } },
    ],
  };
}

function sourceStore(name: string): string {
  return `${name}-source`;
}

/** Every cluster writes below its own name (the plugin's serverName) in one bucket. */
function store(name: string, namespace: string, barman: Barman, retentionPolicy?: string): Resource {
  const { bucket, folder, endpoint, region, credentialsSecret } = barman;
  const key = (of: string) => ({ name: credentialsSecret, key: of });
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { name, namespace },
    spec: {
      ...(retentionPolicy && { retentionPolicy }),
      configuration: {
        destinationPath: ['s3:/', bucket, ...(folder ? [folder] : [])].join('/'),
        ...(endpoint && { endpointURL: endpoint }),
        s3Credentials: credentialsSecret
          ? { accessKeyId: key('ACCESS_KEY_ID'), secretAccessKey: key('ACCESS_SECRET_KEY') }
          : { inheritFromIAMRole: true },
        data: { compression: 'snappy' },
        wal: { compression: 'snappy' },
      },
      instanceSidecarConfiguration: {
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '1', memory: '512Mi' } },
        ...(region && { env: [{ name: 'AWS_DEFAULT_REGION', value: region }] }),
      },
    },
  };
}
