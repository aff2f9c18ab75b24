import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { hasTls, ingressDomains } from '../../hosts.ts';
import { namespacesOf } from '../../namespaces.ts';
import { configMap } from '../../parts/config-map.ts';
import { gatewayName } from '../../parts/gateway.ts';
import { hasBattery, type Summary } from '../../summary.ts';
import type { knative } from './battery.ts';
import { localGateway } from './names.ts';

type Config = ConfigOf<typeof knative>;

/** The ConfigMaps that Knative's parts watch. All must be there; what one does not say has Knative's own default. */
export function settings(config: Config, summary: Summary): Resource[] {
  const { istio } = namespacesOf(summary);
  const maps: Record<string, Record<string, string>> = {
    'config-autoscaler': {
      'container-concurrency-target-default': String(config.concurrencyTarget),
      'stable-window': `${config.stableWindowSeconds}s`,
    },
    'config-certmanager': {},
    'config-defaults': {},
    'config-deployment': deployments(config),
    'config-domain': { [domain(summary)]: '' },
    'config-features': {
      'kubernetes.podspec-init-containers': 'enabled',
      'kubernetes.podspec-volumes-emptydir': 'enabled',
      'multi-container': 'enabled',
    },
    'config-gateway': {
      'external-gateways': gateways(`${istio}/${gatewayName}`),
      'local-gateways': gateways(`${config.namespace}/${localGateway}`),
    },
    'config-gc': {},
    'config-leader-election': {},
    'config-logging': Object.fromEntries(loggers.map((logger) => [`loglevel.${logger}`, config.logLevel])),
    'config-network': network(summary),
    'config-observability': observability(config, summary),
    'config-tracing': {},
  };
  return Object.entries(maps).map(([name, data]) => configMap(name, config.namespace, data, { 'battery/component': 'config' }));
}

const loggers = ['activator', 'autoscaler', 'controller', 'net-gateway-api-controller', 'queueproxy', 'webhook'];

function deployments(config: Config): Record<string, string> {
  return {
    'queue-sidecar-image': config.queueImage,
    'queue-sidecar-cpu-request': '25m',
    'queue-sidecar-cpu-limit': '1',
    'queue-sidecar-memory-request': '50Mi',
    'queue-sidecar-memory-limit': '400Mi',
    // Local registries have no digests to look up, and Amazon's public one limits who asks without an account.
    'registries-skipping-tag-resolving': 'kind.local,ko.local,dev.local,public.ecr.aws',
  };
}

/** What host names of services end in, as hosts.ts says. Until an address is known they are of the cluster alone. */
function domain(summary: Summary): string {
  return ingressDomains(summary)[0] ?? 'svc.cluster.local';
}

/** Gateway and Service have one name: the Service is asked whether a route has arrived. */
function gateways(name: string): string {
  return JSON.stringify([{ class: 'istio', gateway: name, service: name, 'supported-features': ['HTTPRouteRequestTimeout'] }]);
}

/**
 * TLS of host names is the gateway's (battery istio_gateway has a listener and a certificate for each), so Knative asks for no certificates; with TLS it
 * says https where it tells addresses, and leaves plain HTTP open for the gateway to send on.
 */
function network(summary: Summary): Record<string, string> {
  return {
    'ingress-class': 'gateway-api.ingress.networking.knative.dev',
    // knativeHosts (hosts.ts) says the same.
    'domain-template': '{{.Name}}.knative.{{.Domain}}',
    'external-domain-tls': 'Disabled',
    'cluster-local-domain-tls': 'Disabled',
    'system-internal-tls': 'Disabled',
    ...(hasTls(summary) && { 'http-protocol': 'Enabled', 'default-external-scheme': 'https' }),
  };
}

function observability(config: Config, summary: Summary): Record<string, string> {
  const protocol = hasBattery(summary, 'victoria_metrics') ? 'prometheus' : 'none';
  return {
    'logging.enable-request-log': String(config.requestLog),
    'metrics-protocol': protocol,
    'request-metrics-protocol': protocol,
    'runtime-profiling': 'disabled',
  };
}
