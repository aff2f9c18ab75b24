import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { autoscaler } from '../../parts/autoscaler.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { deployment, resources, type ServicePort, service, spreadOverNodes } from '../../parts/workload.ts';
import type { knative } from './battery.ts';
import { activatorAccount, controllerAccount, selectorOf } from './names.ts';

type Config = ConfigOf<typeof knative>;
type Probes = { livenessProbe: object; readinessProbe: object };

type Part = {
  /** Of the Deployment and, unless `service` has another, of the Service: Knative finds its parts by these names. */
  name: string;
  container?: string;
  account?: string;
  image: string;
  env: Record<string, string>;
  /** The pod's own address is needed by parts that others have to find. */
  podIp?: boolean;
  ports: { name: string; containerPort: number }[];
  probes: Probes;
  size: ReturnType<typeof resources>;
  graceSeconds?: number;
  /** Scales by CPU up to so many. */
  max?: number;
  service?: { name?: string; ports: ServicePort[] };
};

const metrics = { name: 'metrics', containerPort: 9090 };
const metricsPort = { name: 'metrics', port: 9090 };

/** Deployments and Services of Knative Serving and of its controller for the Gateway API, as upstream's release 1.23 has them. */
export function controlPlane(config: Config): Resource[] {
  return [activator, scaler, controller, webhook, gatewayController, gatewayWebhook].flatMap((part) => render(part(config), config));
}

/** Holds requests while a service has no instance. */
function activator({ activatorImage: image }: Config): Part {
  const probe = { httpGet: { port: 8012 } };
  return {
    name: 'activator',
    account: activatorAccount,
    image,
    env: { GOGC: '500' },
    podIp: true,
    ports: [metrics, { name: 'http1', containerPort: 8012 }, { name: 'h2c', containerPort: 8013 }],
    probes: {
      livenessProbe: { ...probe, periodSeconds: 10, failureThreshold: 12, initialDelaySeconds: 15 },
      readinessProbe: { ...probe, periodSeconds: 5, failureThreshold: 5 },
    },
    size: resources({ cpu: '300m', memory: '60Mi' }, { cpu: '1', memory: '600Mi' }),
    // A request may take as long as a revision's timeout allows: ten minutes.
    graceSeconds: 600,
    max: 20,
    service: {
      name: 'activator-service',
      ports: [
        metricsPort,
        { name: 'http', port: 80, targetPort: 8012 },
        { name: 'http2', port: 81, targetPort: 8013 },
        { name: 'https', port: 443, targetPort: 8112 },
      ],
    },
  };
}

function scaler({ autoscalerImage: image }: Config): Part {
  const probe = { httpGet: { port: 8080 } };
  return {
    name: 'autoscaler',
    image,
    env: {},
    podIp: true,
    ports: [metrics, { name: 'websocket', containerPort: 8080 }],
    probes: { livenessProbe: { ...probe, failureThreshold: 6 }, readinessProbe: probe },
    size: resources({ cpu: '100m', memory: '100Mi' }, { cpu: '1', memory: '1000Mi' }),
    service: { ports: [metricsPort, { name: 'http', port: 8080, targetPort: 8080 }] },
  };
}

const healthProbes: Probes = {
  livenessProbe: { httpGet: { path: '/health', port: 'probes' }, periodSeconds: 5, failureThreshold: 6 },
  readinessProbe: { httpGet: { path: '/readiness', port: 'probes' }, periodSeconds: 5, failureThreshold: 3 },
};
const probes = { name: 'probes', containerPort: 8080 };

function controller({ controllerImage: image }: Config): Part {
  return {
    name: 'controller',
    image,
    env: {},
    ports: [metrics, probes],
    probes: healthProbes,
    size: resources({ cpu: '100m', memory: '100Mi' }, { cpu: '1', memory: '1000Mi' }),
    service: { ports: [metricsPort] },
  };
}

const webhookProbes: Probes = {
  livenessProbe: { httpGet: { port: 8443, scheme: 'HTTPS' }, periodSeconds: 10, failureThreshold: 6, initialDelaySeconds: 20 },
  readinessProbe: { httpGet: { port: 8443, scheme: 'HTTPS' }, periodSeconds: 1 },
};
const webhookPorts = [metrics, { name: 'https-webhook', containerPort: 8443 }];
const webhookService = { ports: [metricsPort, { name: 'https-webhook', port: 443, targetPort: 8443 }] };

function webhook({ webhookImage: image }: Config): Part {
  return {
    name: 'webhook',
    image,
    env: { WEBHOOK_NAME: 'webhook', WEBHOOK_PORT: '8443' },
    ports: webhookPorts,
    probes: webhookProbes,
    size: resources({ cpu: '100m', memory: '100Mi' }, { cpu: '500m', memory: '500Mi' }),
    graceSeconds: 300,
    max: 5,
    service: webhookService,
  };
}

/** Makes HTTPRoutes of Knative's routes. */
function gatewayController({ gatewayControllerImage: image }: Config): Part {
  return {
    name: 'net-gateway-api-controller',
    container: 'controller',
    image,
    env: { METRICS_DOMAIN: 'knative.dev/net-gateway-api' },
    ports: [metrics, probes],
    probes: healthProbes,
    size: resources({ cpu: '100m', memory: '100Mi' }, { cpu: '1', memory: '1000Mi' }),
  };
}

function gatewayWebhook({ gatewayWebhookImage: image }: Config): Part {
  const name = 'net-gateway-api-webhook';
  return {
    name,
    container: 'webhook',
    image,
    env: { METRICS_DOMAIN: 'knative.dev/net-gateway-api', WEBHOOK_NAME: name, WEBHOOK_PORT: '8443' },
    ports: webhookPorts,
    probes: webhookProbes,
    size: resources({ cpu: '20m', memory: '20Mi' }, { cpu: '200m', memory: '200Mi' }),
    service: webhookService,
  };
}

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });

function render(part: Part, { namespace, replicas }: Config): Resource[] {
  const { name, container = name, account = controllerAccount, image, ports, max } = part;
  const selector = selectorOf(name);
  return [
    deployment({
      name,
      namespace,
      selector,
      account,
      replicas: max === undefined ? replicas : 'autoscaled',
      // The old pod goes only when the new one answers: it is on the way of every request or of every write.
      spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } } },
      pod: {
        ...(part.graceSeconds !== undefined && { terminationGracePeriodSeconds: part.graceSeconds }),
        topologySpreadConstraints: spreadOverNodes(selector),
      },
      containers: [
        {
          name: container,
          image,
          env: [
            field('POD_NAME', 'metadata.name'),
            ...(part.podIp ? [field('POD_IP', 'status.podIP')] : []),
            field('SYSTEM_NAMESPACE', 'metadata.namespace'),
            ...Object.entries({
              CONFIG_LOGGING_NAME: 'config-logging',
              CONFIG_OBSERVABILITY_NAME: 'config-observability',
              ...part.env,
            }).map(([key, value]) => ({ name: key, value })),
          ],
          ports,
          ...part.probes,
          resources: part.size,
        },
      ],
    }),
    ...(max === undefined ? [] : [autoscaler(name, namespace, { min: replicas, max, cpuPercent: 100 })]),
    ...(replicas > 1 ? [pdb(name, namespace, selector)] : []),
    ...(part.service ? [service({ name: part.service.name ?? name, namespace, selector, ports: part.service.ports })] : []),
  ];
}
