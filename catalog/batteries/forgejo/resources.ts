import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { batteryHosts } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { gib } from '../../objects/fields.ts';
import { gatewayName, gatewayParent, sshListener } from '../../parts/gateway.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { httpRoute } from '../../parts/http-route.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { volumeClaim } from '../../parts/volume-claim.ts';
import { service } from '../../parts/workload.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { forgejo } from './battery.ts';
import { forgejoDatabase } from './database.ts';
import { forgejoServer, name, selector } from './server.ts';
import { forgejoSecret, httpPort, sshListenPort, sshPort } from './settings.ts';

type Config = ConfigOf<typeof forgejo>;

/** Forgejo, rootless, on its own Postgres cluster: the site by HTTP and git by HTTP and SSH through the gateway. */
export const forgejoResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    const database = forgejoDatabase(summary);
    return [
      serviceAccount({ namespace, name }, false),
      secrets(config, namespace),
      volumeClaim({ name, namespace, bytes: config.storageGib * gib }),
      service({ name: 'forgejo-http', namespace, selector, ports: [{ name: 'http', port: httpPort, appProtocol: 'http' }] }),
      service({ name: 'forgejo-ssh', namespace, selector, ports: [{ name: 'ssh', port: sshPort, appProtocol: 'tcp' }] }),
      allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [httpPort, sshListenPort] }]),
      forgejoServer(config, database, summary),
      ...httpRoute(
        {
          name: 'forgejo-http',
          namespace,
          owner: 'forgejo',
          hosts: batteryHosts(summary, 'forgejo'),
          rules: [{ backendRefs: [{ name: 'forgejo-http', port: httpPort }] }],
        },
        summary,
      ),
      ...sshRoute(summary, namespace),
      ...serviceScrape(
        {
          name,
          namespace,
          matchLabels: selector,
          endpoints: [{ port: 'http', path: '/metrics', bearerTokenSecret: { name: forgejoSecret, key: 'metricsToken' } }],
        },
        summary,
      ),
    ];
  },
};

/** Made in the cluster once. The signing key must be 32 bytes, which 43 characters of base64url are; another length Forgejo throws away. */
function secrets(config: Config, namespace: string): Resource {
  const key = (length: number) => ({ from: 'random', length, alphabet: 'base64url' }) as const;
  return generatedSecret({
    name: forgejoSecret,
    namespace,
    keys: {
      username: { from: 'value', value: config.adminUsername },
      password: { from: 'random', length: 32, alphabet: 'alphanumeric' },
      secretKey: key(64),
      internalToken: key(64),
      jwtSecret: key(43),
      lfsJwtSecret: key(43),
      metricsToken: key(48),
    },
  });
}

/** Connections by SSH, on a listener of their own (battery istio_gateway makes it). */
function sshRoute(summary: Summary, namespace: string): Resource[] {
  if (!hasBattery(summary, 'istio_gateway')) return [];
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1alpha2',
      kind: 'TCPRoute',
      metadata: { name: 'forgejo-ssh', namespace },
      spec: {
        parentRefs: [gatewayParent(summary, gatewayName, sshListener)],
        rules: [{ backendRefs: [{ name: 'forgejo-ssh', port: sshPort }] }],
      },
    },
  ];
}
