import type { Resource } from '@home-base/schema/kube/resource.ts';
import { redisDashboard } from '../../dashboards/redis.ts';
import type { BatteryGenerator, ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { clusterGrant, serviceAccount } from '../../parts/rbac.ts';
import { podScrape } from '../../parts/scrape.ts';
import { platformPriority, restrictedContainer, restrictedPod } from '../../parts/security.ts';
import type { redis } from './battery.ts';
import { redisInstanceResources } from './instance.ts';
import { operatorRules } from './rules.ts';

type Config = ConfigOf<typeof redis>;

const name = 'redis-operator';
const selector = { 'battery/app': 'redis', 'battery/component': 'operator' };

export const redisResources: BatteryGenerator<Config> = {
  battery: (config, summary) => {
    const namespace = namespacesOf(summary).core;
    const account = { namespace, name };
    return [
      serviceAccount(account),
      ...clusterGrant(name, account, operatorRules),
      allowIngress(name, namespace, selector, [{ from: [managedNamespaces], ports: [8080] }]),
      operator(config, namespace),
      ...podScrape({ name, namespace, matchLabels: selector, endpoints: [{ port: 'metrics' }] }, summary),
      ...redisDashboard(summary),
    ];
  },
  objects: { redisInstances: redisInstanceResources },
};

function operator(config: Config, namespace: string): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { 'battery/component': 'operator' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' } },
        spec: {
          serviceAccountName: name,
          priorityClassName: platformPriority,
          terminationGracePeriodSeconds: 10,
          securityContext: { ...restrictedPod, runAsUser: 65_532 },
          containers: [
            {
              name: 'manager',
              image: config.operatorImage,
              command: ['/operator', 'manager'],
              args: ['--leader-elect', '--enable-webhooks=false', '--metrics-bind-address=:8080', '--health-probe-bind-address=:8081'],
              env: [{ name: 'ENABLE_WEBHOOKS', value: 'false' }],
              ports: [
                { name: 'metrics', containerPort: 8080 },
                { name: 'probe', containerPort: 8081 },
              ],
              livenessProbe: { httpGet: { path: '/healthz', port: 'probe' }, initialDelaySeconds: 15, periodSeconds: 20 },
              readinessProbe: { httpGet: { path: '/readyz', port: 'probe' }, initialDelaySeconds: 5, periodSeconds: 10 },
              resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '500m', memory: '500Mi' } },
              securityContext: restrictedContainer,
            },
          ],
        },
      },
    },
  };
}
