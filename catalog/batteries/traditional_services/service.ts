import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import { routedPort, serviceHosts } from '../../hosts.ts';
import type { Container } from '../../objects/container.ts';
import type { TraditionalService } from '../../objects/traditional-service.ts';
import { renderContainer, renderMounts, renderVolume } from '../../parts/containers.ts';
import { httpRoute } from '../../parts/http-route.ts';
import { allowIngress, anyNamespace } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { computeResources } from '../../parts/quantity.ts';
import { serviceAccount } from '../../parts/rbac.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { traditionalServices } from './battery.ts';

type Config = ConfigOf<typeof traditionalServices>;

/** One web service: workload, account without rights, Service when it has ports, and a route when it is public and a gateway answers. */
export function traditionalServiceResources(service: Owned<TraditionalService>, config: Config, summary: Summary): Resource[] {
  const { namespace } = config;
  const pods = { 'battery/app': service.name, 'battery/component': 'traditional-services' };
  return [
    // The name of the account's token is of no use to a web service, so it is not mounted.
    labelled(serviceAccount({ namespace, name: accountName(service) }, false), pods),
    labelled(workload(service, config, pods), pods),
    ...(service.ports.length > 0
      ? [
          labelled(clusterService(service, namespace, pods), pods),
          labelled(
            allowIngress(service.name, namespace, pods, [{ from: [anyNamespace], ports: service.ports.map((port) => port.number) }]),
            pods,
          ),
        ]
      : []),
    ...(service.kind === 'stateful_set' ? [labelled(headlessService(service, namespace, pods), pods)] : []),
    ...(service.instances > 1 ? [labelled(pdb(service.name, namespace, pods), pods)] : []),
    ...route(service, namespace, summary).map((resource) => labelled(resource, pods)),
  ];
}

function labelled(resource: Resource, labels: Record<string, string>): Resource {
  return { ...resource, metadata: { ...resource.metadata, labels } };
}

function accountName(service: TraditionalService): string {
  return `${service.name}-service-account`;
}

function workload(service: TraditionalService, config: Config, pods: Record<string, string>): Resource {
  const isDeployment = service.kind === 'deployment';
  return {
    apiVersion: 'apps/v1',
    kind: isDeployment ? 'Deployment' : 'StatefulSet',
    metadata: { name: service.name, namespace: config.namespace },
    spec: {
      replicas: service.instances,
      selector: { matchLabels: pods },
      ...(!isDeployment && { serviceName: headlessName(service) }),
      template: {
        metadata: { labels: pods },
        spec: {
          serviceAccountName: accountName(service),
          automountServiceAccountToken: false,
          securityContext: podSecurity(config),
          topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
            maxSkew: 1,
            topologyKey,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: pods },
          })),
          containers: service.containers.map((container, index) => serviceContainer(container, service, config, index === 0)),
          ...(service.initContainers.length > 0 && {
            initContainers: service.initContainers.map((container) => serviceContainer(container, service, config, false)),
          }),
          ...(service.volumes.length > 0 && { volumes: service.volumes.map(renderVolume) }),
        },
      },
    },
  };
}

function podSecurity(config: Config) {
  return { seccompProfile: { type: 'RuntimeDefault' }, ...(config.podSecurity === 'restricted' && { runAsNonRoot: true }) };
}

/** Baseline keeps the capabilities that images which start as root need to give up root; raw sockets are not among them. */
function containerSecurity(config: Config) {
  return { allowPrivilegeEscalation: false, capabilities: { drop: config.podSecurity === 'restricted' ? ['ALL'] : ['NET_RAW'] } };
}

/** The first container listens on the service's ports and answers the probes. */
function serviceContainer(container: Container, service: TraditionalService, config: Config, isFirst: boolean) {
  return {
    ...renderContainer(container, service.env),
    ...(isFirst &&
      service.ports.length > 0 && {
        ports: service.ports.map((port) => ({ name: port.name, containerPort: port.number, protocol: 'TCP' })),
      }),
    ...(isFirst && probes(service)),
    resources: computeResources(service),
    securityContext: containerSecurity(config),
    ...renderMounts(container),
  };
}

/** As the user says; else an open port is what tells that it is ready. */
function probes(service: TraditionalService) {
  const { readiness, ports } = service;
  const [first] = ports;
  if (readiness) {
    const { path, port, initialDelaySeconds } = readiness;
    return { readinessProbe: { httpGet: { path, port }, initialDelaySeconds, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 } };
  }
  return first ? { readinessProbe: { tcpSocket: { port: first.number }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 } } : {};
}

const appProtocols = { http: 'http', http2: 'kubernetes.io/h2c', tcp: undefined } as const;

function clusterService(service: TraditionalService, namespace: string, pods: Record<string, string>): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: service.name, namespace },
    spec: {
      type: 'ClusterIP',
      selector: pods,
      ports: service.ports.map((port) => {
        const appProtocol = appProtocols[port.protocol];
        return { name: port.name, port: port.number, targetPort: port.number, protocol: 'TCP', ...(appProtocol && { appProtocol }) };
      }),
    },
  };
}

function headlessName(service: TraditionalService): string {
  return `${service.name}-headless`;
}

/** Gives each pod of a StatefulSet its name. */
function headlessService(service: TraditionalService, namespace: string, pods: Record<string, string>): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: headlessName(service), namespace },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: pods,
      ...(service.ports.length > 0 && { ports: service.ports.map(({ name, number }) => ({ name, port: number, protocol: 'TCP' })) }),
    },
  };
}

/** HTTPRoute to the first HTTP port of a public service. */
function route(service: TraditionalService, namespace: string, summary: Summary): Resource[] {
  const port = routedPort(service);
  if (port === undefined) return [];
  return httpRoute(
    {
      name: service.name,
      namespace,
      owner: `web-${service.name}`,
      hosts: serviceHosts(service, summary),
      rules: [{ backendRefs: [{ name: service.name, port }] }],
    },
    summary,
  );
}
