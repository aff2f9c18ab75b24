import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import type { IpAddressPool } from '../../objects/ip-address-pool.ts';
import { generatedSecret } from '../../parts/generated-secret.ts';
import { allowIngress } from '../../parts/network-policy.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { serviceScrape } from '../../parts/scrape.ts';
import { platformPriority, restrictedContainer, restrictedPod } from '../../parts/security.ts';
import { service } from '../../parts/workload.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { metallb } from './battery.ts';
import { controllerClusterRules, controllerRules, speakerClusterRules, speakerRules } from './rules.ts';

type Config = ConfigOf<typeof metallb>;

const controller = 'metallb-controller';
const speaker = 'metallb-speaker';
const memberlist = 'metallb-memberlist';
const webhookCert = 'metallb-webhook-cert';
const selector = (component: string) => ({ 'battery/app': 'metallb', 'battery/component': component });

/**
 * MetalLB in its native mode: layer 2 needs no BGP. The reference runs FRR beside it, with the rights to manage the node that it takes, and
 * configures no peer for it.
 */
export const metallbResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).base;
    return [
      serviceAccount({ namespace, name: controller }),
      serviceAccount({ namespace, name: speaker }),
      ...clusterGrant('metallb:controller', { namespace, name: controller }, controllerClusterRules),
      ...clusterGrant('metallb:speaker', { namespace, name: speaker }, speakerClusterRules),
      ...namespaceGrant(controller, { namespace, name: controller }, controllerRules),
      ...namespaceGrant('metallb-pod-lister', { namespace, name: speaker }, speakerRules),
      excludedInterfaces(namespace),
      // The speakers' gossip key.
      generatedSecret({ name: memberlist, namespace, keys: { secretkey: { from: 'random', length: 128, alphabet: 'base64url' } } }),
      // Empty: the controller fills it with the webhook's certificate, and cannot start before it is there.
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: webhookCert, namespace }, type: 'Opaque' },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'metallb-webhook-service', namespace },
        spec: { selector: selector('controller'), ports: [{ name: 'webhook', port: 443, targetPort: 9443, protocol: 'TCP' }] },
      },
      allowIngress(controller, namespace, selector('controller'), [{ ports: [9443, 7472] }]),
      controllerDeployment(config, namespace),
      speakerDaemonSet(config, namespace),
      webhookConfiguration(namespace),
      ...monitoring('controller', namespace, summary),
      ...monitoring('speaker', namespace, summary),
    ];
  },
  objects: { ipAddressPools: pool },
};

/** Announced on the local network by the speakers (layer 2). */
function pool({ name, subnet }: Owned<IpAddressPool>, _config: Config, summary: Summary): Resource[] {
  const metadata = { name, namespace: namespacesOf(summary).base };
  const apiVersion = 'metallb.io/v1beta1';
  return [
    { apiVersion, kind: 'IPAddressPool', metadata, spec: { addresses: [subnet], avoidBuggyIPs: true } },
    { apiVersion, kind: 'L2Advertisement', metadata, spec: { ipAddressPools: [name] } },
  ];
}

function controllerDeployment(config: Config, namespace: string): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: controller, namespace, labels: { 'battery/component': 'controller' } },
    spec: {
      replicas: 1,
      revisionHistoryLimit: 3,
      selector: { matchLabels: selector('controller') },
      template: {
        metadata: { labels: selector('controller'), annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '7472' } },
        spec: {
          serviceAccountName: controller,
          priorityClassName: platformPriority,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          terminationGracePeriodSeconds: 0,
          securityContext: { ...restrictedPod, runAsUser: 65_534, fsGroup: 65_534 },
          containers: [
            {
              name: 'controller',
              image: config.controllerImage,
              args: ['--port=7472', `--log-level=${config.logLevel}`, '--tls-min-version=VersionTLS12'],
              env: [
                { name: 'METALLB_ML_SECRET_NAME', value: memberlist },
                { name: 'METALLB_DEPLOYMENT', value: controller },
              ],
              ports: [
                { name: 'monitoring', containerPort: 7472 },
                { name: 'webhook', containerPort: 9443 },
              ],
              livenessProbe: probe,
              readinessProbe: probe,
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
              securityContext: restrictedContainer,
              volumeMounts: [{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
            },
          ],
          volumes: [{ name: 'cert', secret: { secretName: webhookCert, defaultMode: 0o644 } }],
        },
      },
    },
  };
}

/** A Service without an address of its own and its scrape; nothing without victoria_metrics. */
function monitoring(component: 'controller' | 'speaker', namespace: string, summary: Summary): Resource[] {
  const name = `metallb-${component}-monitor`;
  const scrape = serviceScrape({ name, namespace, matchLabels: { 'battery/monitor': name }, endpoints: [{ port: 'monitoring' }] }, summary);
  if (scrape.length === 0) return [];
  return [
    service({
      name: `${name}-service`,
      namespace,
      selector: selector(component),
      labels: { 'battery/monitor': name },
      ports: [{ name: 'monitoring', port: 7472 }],
      spec: { clusterIP: 'None' },
    }),
    ...scrape,
  ];
}

const probe = {
  httpGet: { path: '/metrics', port: 'monitoring' },
  initialDelaySeconds: 10,
  periodSeconds: 10,
  timeoutSeconds: 1,
  failureThreshold: 3,
};
const fieldEnv = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });

function speakerDaemonSet(config: Config, namespace: string): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: speaker, namespace, labels: { 'battery/component': 'speaker' } },
    spec: {
      selector: { matchLabels: selector('speaker') },
      template: {
        metadata: { labels: selector('speaker'), annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '7472' } },
        spec: {
          serviceAccountName: speaker,
          priorityClassName: platformPriority,
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          terminationGracePeriodSeconds: 2,
          tolerations: ['master', 'control-plane'].map((role) => ({
            key: `node-role.kubernetes.io/${role}`,
            operator: 'Exists',
            effect: 'NoSchedule',
          })),
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'speaker',
              image: config.speakerImage,
              args: ['--port=7472', `--log-level=${config.logLevel}`],
              env: [
                fieldEnv('METALLB_NODE_NAME', 'spec.nodeName'),
                fieldEnv('METALLB_POD_NAME', 'metadata.name'),
                fieldEnv('METALLB_HOST', 'status.hostIP'),
                fieldEnv('METALLB_ML_BIND_ADDR', 'status.podIP'),
                { name: 'METALLB_ML_LABELS', value: 'battery/app=metallb,battery/component=speaker' },
                { name: 'METALLB_ML_SECRET_KEY_PATH', value: '/etc/ml_secret_key' },
              ],
              ports: [
                { name: 'monitoring', containerPort: 7472 },
                { name: 'memberlist-tcp', containerPort: 7946 },
                { name: 'memberlist-udp', containerPort: 7946, protocol: 'UDP' },
              ],
              livenessProbe: probe,
              readinessProbe: probe,
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
              // Answering ARP and NDP takes raw sockets.
              securityContext: { ...restrictedContainer, capabilities: { drop: ['ALL'], add: ['NET_RAW'] } },
              volumeMounts: [
                { name: 'memberlist', mountPath: '/etc/ml_secret_key', readOnly: true },
                { name: 'excluded', mountPath: '/etc/metallb', readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: 'memberlist', secret: { secretName: memberlist, defaultMode: 0o644 } },
            { name: 'excluded', configMap: { name: 'metallb-excludel2', defaultMode: 0o400 } },
          ],
        },
      },
    },
  };
}

/** Interfaces of containers and overlays, on which an address must never be announced. */
function excludedInterfaces(namespace: string): Resource {
  const names = [
    '^docker.*',
    '^cbr.*',
    '^dummy.*',
    '^virbr.*',
    '^lxcbr.*',
    '^veth.*',
    '^lo$',
    '^cali.*',
    '^tunl.*',
    '^flannel.*',
    '^kube-ipvs.*',
    '^cni.*',
    '^nodelocaldns.*',
    '^lxc.*',
  ];
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'metallb-excludel2', namespace },
    data: { 'excludel2.yaml': `announcedInterfacesToExclude: ${JSON.stringify(names)}\n` },
  };
}

const webhooks = [
  ['bgppeer', 'bgppeers', 'v1beta2', ['CREATE', 'UPDATE']],
  ['bfdprofile', 'bfdprofiles', 'v1beta1', ['CREATE', 'DELETE']],
  ['bgpadvertisement', 'bgpadvertisements', 'v1beta1', ['CREATE', 'UPDATE']],
  ['community', 'communities', 'v1beta1', ['CREATE', 'UPDATE']],
  ['ipaddresspool', 'ipaddresspools', 'v1beta1', ['CREATE', 'UPDATE']],
  ['l2advertisement', 'l2advertisements', 'v1beta1', ['CREATE', 'UPDATE']],
] as const;

function webhookConfiguration(namespace: string): Resource {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'metallb-webhook-configuration' },
    webhooks: webhooks.map(([singular, plural, version, operations]) => ({
      name: `${singular}validationwebhook.metallb.io`,
      admissionReviewVersions: ['v1'],
      clientConfig: { service: { name: 'metallb-webhook-service', namespace, path: `/validate-metallb-io-${version}-${singular}` } },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      rules: [{ apiGroups: ['metallb.io'], apiVersions: [version], operations, resources: [plural] }],
    })),
  };
}
