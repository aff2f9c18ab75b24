import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf, postgresNamespace } from '../../namespaces.ts';
import type { FerretService } from '../../objects/ferret-service.ts';
import { allowIngress, managedNamespaces, namespacePeer } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { computeResources } from '../../parts/quantity.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { podScrape } from '../../parts/scrape.ts';
import { restrictedContainer, restrictedPod } from '../../parts/security.ts';
import { service as clusterService, spreadOverNodes } from '../../parts/workload.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { ferretdb } from './battery.ts';
import { upstreamSecret, upstreamSecretName, userSecrets } from './secrets.ts';

type Config = ConfigOf<typeof ferretdb>;

/** One FerretDB service in the namespace of its Postgres cluster: workload, account without rights, who may call it, and its users' credentials. */
export function ferretServiceResources(ferret: Owned<FerretService>, config: Config, summary: Summary): Resource[] {
  const cluster = summary.postgresClusters.find(({ name }) => name === ferret.postgresCluster);
  if (!cluster)
    throw new Error(
      `the Postgres cluster "${ferret.postgresCluster}" that keeps the documents of "${ferret.name}" is not there: create it`,
    );
  const name = `ferret-${ferret.name}`;
  const namespace = postgresNamespace(summary, cluster);
  const selector = { 'battery/app': name, 'battery/component': 'ferretdb' };
  const clients = [...new Set(cluster.users.flatMap((user) => user.credentialNamespaces))].sort().map((of) => namespacePeer(of));
  return [
    serviceAccount({ namespace, name }, false),
    upstreamSecret(ferret, cluster, summary),
    ...cluster.users.flatMap((user) => userSecrets(ferret, cluster, user, summary)),
    allowIngress(name, namespace, selector, [
      { from: [managedNamespaces, ...clients], ports: [27_017] },
      { from: [namespacePeer(namespacesOf(summary).core)], ports: [8088] },
    ]),
    clusterService({
      name,
      namespace,
      selector,
      ports: [
        { name: 'mongodb', port: 27_017 },
        { name: 'debug', port: 8088 },
      ],
    }),
    workload(ferret, config, { name, namespace, selector }),
    ...(ferret.instances > 1 ? [pdb(name, namespace, selector)] : []),
    // FerretDB 2 serves its metrics below /debug.
    ...podScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'debug', path: '/debug/metrics' }] }, summary),
  ];
}

/** A user's workload, so without the platform's priority. The image is one static file that writes nothing but its state. */
function workload(
  ferret: FerretService,
  config: Config,
  { name, namespace, selector }: { name: string; namespace: string; selector: Record<string, string> },
): Resource {
  const probe = (path: string) => ({ httpGet: { path, port: 'debug' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: selector },
    spec: {
      replicas: ferret.instances,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
          topologySpreadConstraints: spreadOverNodes(selector),
          containers: [
            {
              name: 'ferret',
              image: config.image,
              env: [
                { name: 'FERRETDB_POSTGRESQL_URL', valueFrom: { secretKeyRef: { name: upstreamSecretName(ferret), key: 'dsn' } } },
                { name: 'FERRETDB_LISTEN_ADDR', value: ':27017' },
                { name: 'FERRETDB_DEBUG_ADDR', value: ':8088' },
                { name: 'FERRETDB_STATE_DIR', value: '/state' },
                { name: 'FERRETDB_LOG_LEVEL', value: config.logLevel },
                { name: 'FERRETDB_TELEMETRY', value: 'disable' },
                { name: 'DO_NOT_TRACK', value: 'true' },
              ],
              ports: [
                { name: 'mongodb', containerPort: 27_017 },
                { name: 'debug', containerPort: 8088 },
              ],
              startupProbe: { ...probe('/debug/livez'), periodSeconds: 5, failureThreshold: 60 },
              livenessProbe: probe('/debug/livez'),
              readinessProbe: probe('/debug/readyz'),
              resources: computeResources(ferret),
              securityContext: restrictedContainer,
              volumeMounts: [{ name: 'state', mountPath: '/state' }],
            },
          ],
          volumes: [{ name: 'state', emptyDir: { sizeLimit: '16Mi' } }],
        },
      },
    },
  };
}
