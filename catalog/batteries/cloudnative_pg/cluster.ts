import { recipeApiVersion } from '@home-base/schema/kube/recipe.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf, postgresNamespace } from '../../namespaces.ts';
import { type PostgresCluster, userInName } from '../../objects/postgres-cluster.ts';
import { allowIngress, managedNamespaces, namespacePeer, podPeer } from '../../parts/network-policy.ts';
import { byteQuantity, computeResources } from '../../parts/quantity.ts';
import { hasBattery, type Owned, type Summary } from '../../summary.ts';
import type { cloudnativePg } from './battery.ts';
import { clusterCertificateSpec, clusterCertificates } from './certificates.ts';
import { tunedParameters } from './tuning.ts';

type User = PostgresCluster['users'][number];

/** One Postgres cluster: the operator's Cluster, its users' credentials, who may talk to it and, with battery_ca, its certificates. */
export function postgresClusterResources(
  cluster: Owned<PostgresCluster>,
  config: ConfigOf<typeof cloudnativePg>,
  summary: Summary,
): Resource[] {
  const name = `pg-${cluster.name}`;
  const namespace = postgresNamespace(summary, cluster);
  const hasCa = hasBattery(summary, 'battery_ca');
  return [
    ...cluster.users.flatMap((user) => credentials(name, namespace, cluster, user)),
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
        imageName: config.postgresImage,
        storage: {
          size: byteQuantity(cluster.storageBytes),
          resizeInUseVolumes: true,
          ...(cluster.storageClass && { storageClass: cluster.storageClass }),
        },
        resources: computeResources(cluster),
        postgresql: { parameters: tunedParameters({ memoryBytes: cluster.memoryRequestedBytes, cpuMillis: cluster.cpuRequestedMillis }) },
        bootstrap: {
          initdb: {
            database: cluster.database.name,
            owner: cluster.database.owner,
            dataChecksums: true,
            secret: { name: secretName(name, cluster.database.owner) },
          },
        },
        managed: { roles: cluster.users.map((user) => managedRole(name, user)) },
        enableSuperuserAccess: false,
        // With one instance a budget would block every drain of its node.
        enablePDB: cluster.instances > 1,
        affinity: {
          enablePodAntiAffinity: true,
          podAntiAffinityType: 'preferred',
          topologyKey: summary.installation.provider === 'aws' ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname',
        },
        ...(hasCa && { certificates: clusterCertificateSpec(name) }),
      },
    },
  ];
}

function secretName(cluster: string, username: string): string {
  return `cloudnative-pg.${cluster}.${userInName(username)}`;
}

/** The Secret that the password is made in, beside the cluster, and a copy in each namespace that asks for one. */
function credentials(name: string, namespace: string, cluster: PostgresCluster, user: User): Resource[] {
  const secret = secretName(name, user.username);
  const hostname = `${name}-rw.${namespace}.svc.cluster.local`;
  const keys = {
    username: { from: 'value', value: user.username },
    password: { from: 'random', length: 24, alphabet: 'alphanumeric' },
    hostname: { from: 'value', value: hostname },
    dsn: { from: 'template', template: `postgresql://{username}:{password}@${hostname}:5432/${cluster.database.name}`, encode: 'uri' },
  };
  const copied = Object.fromEntries(Object.keys(keys).map((key) => [key, { from: 'secret', namespace, name: secret, key }]));
  const others = [...new Set(user.credentialNamespaces)].filter((other) => other !== namespace);
  return [
    generated(secret, namespace, user.passwordVersion, keys, { 'cnpg.io/reload': 'true' }),
    ...others.map((other) => generated(secret, other, user.passwordVersion, copied, {})),
  ];
}

/** basic-auth is the type that the operator asks of the passwords it reads. */
function generated(name: string, namespace: string, version: number, keys: object, labels: Record<string, string>): Resource {
  return {
    apiVersion: recipeApiVersion,
    kind: 'GeneratedSecret',
    metadata: { name, namespace, labels },
    spec: { version, type: 'kubernetes.io/basic-auth', keys },
  };
}

function credentialPeers(cluster: PostgresCluster) {
  return [...new Set(cluster.users.flatMap((user) => user.credentialNamespaces))].sort().map((namespace) => namespacePeer(namespace));
}

/** `superuser` sets the attribute, `nosuperuser` clears it; what is not named keeps the operator's default. */
function managedRole(name: string, user: User) {
  const flags = user.roles.map((role) => (role.startsWith('no') ? [role.slice(2), false] : [role, true]));
  return {
    name: user.username,
    ensure: 'present',
    ...Object.fromEntries(flags),
    passwordSecret: { name: secretName(name, user.username) },
  };
}
