import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf, postgresNamespace } from '../../namespaces.ts';
import type { PostgresCluster } from '../../objects/postgres-cluster.ts';
import { allowIngress, managedNamespaces, namespacePeer, podPeer } from '../../parts/network-policy.ts';
import { cnpgName, postgresSecret } from '../../parts/postgres-access.ts';
import { byteQuantity, computeResources } from '../../parts/quantity.ts';
import { podScrape } from '../../parts/scrape.ts';
import { hasBattery, type Owned, type Summary } from '../../summary.ts';
import { backupResources, backupSpec, recovery } from './backups.ts';
import type { cloudnativePg } from './battery.ts';
import { clusterCertificateSpec, clusterCertificates } from './certificates.ts';
import { credentials } from './credentials.ts';
import { documentdbInit, documentdbParameters, documentdbPostgresql, documentdbRole, documentdbUser } from './documentdb.ts';
import { auditParameters, tunedParameters } from './tuning.ts';

type Config = ConfigOf<typeof cloudnativePg>;
type User = PostgresCluster['users'][number];

/** One Postgres cluster: the operator's Cluster, its users' credentials, who may talk to it, its backups and, with battery_ca, its certificates. */
export function postgresClusterResources(cluster: Owned<PostgresCluster>, config: Config, summary: Summary): Resource[] {
  const name = cnpgName(cluster);
  const namespace = postgresNamespace(summary, cluster);
  const hasCa = hasBattery(summary, 'battery_ca');
  return [
    ...cluster.users.flatMap((user) => credentials(cluster, user, summary)),
    ...(hasCa ? clusterCertificates(name, namespace) : []),
    allowIngress(name, namespace, { 'cnpg.io/cluster': name }, [
      { from: [managedNamespaces, ...credentialPeers(cluster)], ports: [5432] },
      { from: [podPeer({ 'cnpg.io/cluster': name })], ports: [5432, 8000] },
      { from: [namespacePeer(namespacesOf(summary).core)], ports: [8000, 9187] },
    ]),
    {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/instance': name } },
      spec: {
        instances: cluster.instances,
        ...postgres(cluster, config),
        storage: {
          size: byteQuantity(cluster.storageBytes),
          resizeInUseVolumes: true,
          ...(cluster.storageClass && { storageClass: cluster.storageClass }),
        },
        resources: computeResources(cluster),
        ...(recovery(cluster, summary) ?? initdb(cluster)),
        managed: { roles: cluster.users.map((user) => managedRole(cluster, user)) },
        enableSuperuserAccess: false,
        // With one instance a budget would block every drain of its node.
        enablePDB: cluster.instances > 1,
        affinity: {
          enablePodAntiAffinity: true,
          podAntiAffinityType: 'preferred',
          topologyKey: summary.installation.provider === 'aws' ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname',
        },
        ...(hasCa && { certificates: clusterCertificateSpec(name) }),
        ...backupSpec(cluster, summary),
      },
    },
    ...backupResources(cluster, summary),
    ...podScrape({ name, namespace, matchLabels: { 'cnpg.io/cluster': name }, endpoints: [{ port: 'metrics' }] }, summary),
  ];
}

/** Image and settings of the server, tuned to its size. */
function postgres(cluster: PostgresCluster, config: Config) {
  const tuned = tunedParameters({ memoryBytes: cluster.memoryRequestedBytes, cpuMillis: cluster.cpuRequestedMillis });
  if (!cluster.documentdb) return { imageName: config.postgresImage, postgresql: { parameters: { ...tuned, ...auditParameters } } };
  return {
    imageName: config.documentdbImage,
    ...documentdbUser,
    postgresql: { ...documentdbPostgresql, parameters: { ...tuned, ...documentdbParameters } },
  };
}

function initdb(cluster: PostgresCluster) {
  const { name: database, owner } = cluster.database;
  return {
    bootstrap: {
      initdb: {
        database,
        owner,
        dataChecksums: true,
        secret: { name: postgresSecret(cluster, owner) },
        ...(cluster.documentdb && { postInitSQL: documentdbInit }),
      },
    },
  };
}

function credentialPeers(cluster: PostgresCluster) {
  return [...new Set(cluster.users.flatMap((user) => user.credentialNamespaces))].sort().map((namespace) => namespacePeer(namespace));
}

/** `superuser` sets the attribute, `nosuperuser` clears it; what is not named keeps the operator's default. */
function managedRole(cluster: PostgresCluster, user: User) {
  const flags = user.roles.map((role) => (role.startsWith('no') ? [role.slice(2), false] : [role, true]));
  return {
    name: user.username,
    ensure: 'present',
    ...Object.fromEntries(flags),
    ...(cluster.documentdb && { inRoles: [documentdbRole] }),
    passwordSecret: { name: postgresSecret(cluster, user.username) },
  };
}
