import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { eksClusterName, offKarpenterNodes, roleAnnotations } from '../../parts/aws.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { clusterGrant, namespaceGrant, serviceAccount } from '../../parts/rbac.ts';
import { restrictedPod } from '../../parts/security.ts';
import { deployment, resources, service } from '../../parts/workload.ts';
import type { Summary } from '../../summary.ts';
import type { awsLoadBalancerController } from './battery.ts';
import { controllerRules, leaderRules } from './rules.ts';
import { servingCertificate, webhookConfigurations, webhookService } from './webhooks.ts';

type Config = ConfigOf<typeof awsLoadBalancerController>;

const name = 'aws-load-balancer-controller';
const selector = { 'battery/app': name, 'battery/component': 'controller' };
const tlsSecret = 'aws-load-balancer-tls';

export const awsLoadBalancerControllerResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).base;
    const account = { namespace, name };
    return [
      serviceAccount(account, true, roleAnnotations(config.serviceRoleArn)),
      ...clusterGrant(`${name}-role`, account, controllerRules),
      ...namespaceGrant(`${name}-leader-election-role`, account, leaderRules),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'alb' },
        spec: { controller: 'ingress.k8s.aws/alb', parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'alb' } },
      },
      { apiVersion: 'elbv2.k8s.aws/v1beta1', kind: 'IngressClassParams', metadata: { name: 'alb' }, spec: {} },
      // Its webhooks too: without a controller behind them nothing that they guard could be written.
      ...(eksClusterName(summary) ? controller(config, summary, namespace) : []),
    ];
  },
};

function controller(config: Config, summary: Summary, namespace: string): Resource[] {
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: servingCertificate, namespace },
      spec: {
        secretName: tlsSecret,
        dnsNames: ['svc', 'svc.cluster.local'].map((suffix) => `${webhookService}.${namespace}.${suffix}`),
        usages: ['server auth'],
        revisionHistoryLimit: 1,
        issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
    },
    service({ name: webhookService, namespace, selector, ports: [{ name: 'webhook', port: 443, targetPort: 'webhook-server' }] }),
    allowIngress(name, namespace, selector, [{ ports: [9443] }, { from: [managedNamespaces], ports: [8080] }]),
    pdb(name, namespace, selector),
    controllerDeployment(config, summary, namespace),
    ...webhookConfigurations(namespace),
  ];
}

function controllerDeployment(config: Config, summary: Summary, namespace: string): Resource {
  const probe = (path: string) => ({ httpGet: { path, port: 'health' }, timeoutSeconds: 10, failureThreshold: 2 });
  return deployment({
    name,
    namespace,
    selector,
    account: name,
    replicas: 2,
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' },
    pod: {
      priorityClassName: 'system-cluster-critical',
      securityContext: { ...restrictedPod, runAsUser: 65_532, fsGroup: 65_534 },
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
      affinity: {
        ...offKarpenterNodes(summary),
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } } },
          ],
        },
      },
      volumes: [{ name: 'cert', secret: { secretName: tlsSecret, defaultMode: 0o644 } }],
    },
    containers: [
      {
        name: 'controller',
        image: config.image,
        args: [
          `--cluster-name=${eksClusterName(summary)}`,
          '--ingress-class=alb',
          '--feature-gates=NLBGatewayAPI=false,ALBGatewayAPI=false',
          ...(config.vpcId ? [`--aws-vpc-id=${config.vpcId}`] : []),
        ],
        ports: [
          { name: 'webhook-server', containerPort: 9443 },
          { name: 'metrics-server', containerPort: 8080 },
          { name: 'health', containerPort: 61_779 },
        ],
        livenessProbe: { ...probe('/healthz'), initialDelaySeconds: 30 },
        readinessProbe: { ...probe('/readyz'), initialDelaySeconds: 10 },
        resources: resources({ cpu: '100m', memory: '200Mi' }, { cpu: '500m', memory: '500Mi' }),
        volumeMounts: [{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
      },
    ],
  });
}
