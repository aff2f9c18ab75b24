import type { Resource } from '@home-base/schema/kube/resource.ts';
import { platformPriority, restrictedContainer, restrictedPod } from './security.ts';

type Labels = Record<string, string>;

/** Fields of a container as Kubernetes has them; `resources` is asked for so that nothing of the platform runs unbounded. */
export type ContainerSpec = { name: string; image: string; resources: object } & Record<string, unknown>;

export type Workload = {
  name: string;
  namespace: string;
  /** Selects the pods, so it never changes: `battery/app` and `battery/component`. */
  selector: Labels;
  /** Name of the service account; its token is mounted unless `automountServiceAccountToken` in `pod` says otherwise. */
  account: string;
  containers: ContainerSpec[];
  /** `autoscaled` where a HorizontalPodAutoscaler decides (parts/autoscaler.ts): two owners of one number would fight. */
  replicas?: number | 'autoscaled';
  /** More labels and annotations of the pods. */
  podLabels?: Labels;
  podAnnotations?: Labels;
  /** What else the pod's spec has, or has otherwise. */
  pod?: Record<string, unknown>;
  /** What else the workload's spec has. */
  spec?: Record<string, unknown>;
};

/** A Deployment of the platform: restricted pods of platform priority on Linux nodes, containers without privileges unless they say otherwise. */
export function deployment(workload: Workload): Resource {
  const { name, namespace, selector, replicas = 1, spec } = workload;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: componentOf(selector) },
    spec: {
      ...(replicas !== 'autoscaled' && { replicas }),
      selector: { matchLabels: selector },
      ...spec,
      template: podTemplate(workload),
    },
  };
}

/** A DaemonSet in the manner of `deployment`. */
export function daemonSet(workload: Workload): Resource {
  const { name, namespace, selector, spec } = workload;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels: componentOf(selector) },
    spec: { selector: { matchLabels: selector }, ...spec, template: podTemplate(workload) },
  };
}

/** A StatefulSet in the manner of `deployment`; `serviceName` is its headless Service. */
export function statefulSet(workload: Workload & { serviceName: string; replicas?: number }): Resource {
  const { name, namespace, selector, replicas = 1, spec, serviceName } = workload;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: componentOf(selector) },
    spec: { replicas, serviceName, selector: { matchLabels: selector }, ...spec, template: podTemplate(workload) },
  };
}

function podTemplate({ selector, account, containers, podLabels, podAnnotations, pod }: Workload) {
  return {
    metadata: { labels: { ...selector, ...podLabels }, ...(podAnnotations && { annotations: podAnnotations }) },
    spec: {
      serviceAccountName: account,
      priorityClassName: platformPriority,
      enableServiceLinks: false,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      securityContext: restrictedPod,
      ...pod,
      containers: containers.map((container) => ({ securityContext: restrictedContainer, ...container })),
    },
  };
}

function componentOf(selector: Labels): Labels {
  const app = selector['battery/app'];
  const component = selector['battery/component'];
  return { ...(app && { 'battery/app': app }), ...(component && { 'battery/component': component }) };
}

/** For `topologySpreadConstraints`: pods with these labels on different nodes where there are enough, else together rather than waiting. */
export function spreadOverNodes(matchLabels: Labels) {
  return [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels } }];
}

export type ServicePort = { name: string; port: number; targetPort?: number | string; protocol?: string; appProtocol?: string };

/** A ClusterIP Service; `spec` is what else it has (`clusterIP: 'None'` and the like). */
export function service({
  name,
  namespace,
  selector,
  ports,
  labels,
  spec,
}: {
  name: string;
  namespace: string;
  selector: Labels;
  ports: ServicePort[];
  labels?: Labels;
  spec?: Record<string, unknown>;
}): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: { ...componentOf(selector), ...labels } },
    spec: { ...spec, selector, ports: ports.map((port) => ({ targetPort: port.name, protocol: 'TCP', ...port })) },
  };
}

/** Requests and limits as quantities; limits are never below requests. */
export function resources(requests: { cpu: string; memory: string }, limits: { cpu: string; memory: string }) {
  return { requests, limits };
}
