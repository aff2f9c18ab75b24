import { labels } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { ConfigOf } from '../../define.ts';
import type { Container } from '../../objects/container.ts';
import type { KnativeService } from '../../objects/knative-service.ts';
import { renderContainer, renderEnv, renderVolume } from '../../parts/containers.ts';
import { computeResources } from '../../parts/quantity.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { knative } from './battery.ts';
import { signIn } from './sign-in.ts';

type Config = ConfigOf<typeof knative>;

/** One service: Knative makes its revisions, pods and routes of it. With sign-in a proxy stands before the user's containers. */
export function knativeServiceResources(service: Owned<KnativeService>, config: Config, summary: Summary): Resource[] {
  const guard = signIn(service, config, summary);
  const own = { [labels.app]: service.name, [labels.component]: 'knative-service' };
  return [
    ...(guard ? [guard.secret] : []),
    {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: {
        name: service.name,
        namespace: config.namespace,
        labels: { ...own, ...(service.internal && { 'networking.knative.dev/visibility': 'cluster-local' }) },
        annotations: { 'serving.knative.dev/rollout-duration': `${service.rolloutSeconds}s` },
      },
      spec: {
        template: {
          metadata: {
            // Pods carry them too, so that they count as the service's.
            labels: { ...own, [labels.owner]: service.id, [labels.name]: service.name },
            annotations: {
              'autoscaling.knative.dev/min-scale': String(service.minInstances),
              'autoscaling.knative.dev/max-scale': String(service.maxInstances),
            },
          },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            containers: [
              ...service.containers.map((container, index) => ({
                ...render(container, service, config),
                ...(index === 0 && entrance(container, service, guard !== undefined)),
              })),
              ...(guard ? [guard.container] : []),
            ],
            ...(service.initContainers.length > 0 && {
              initContainers: service.initContainers.map((container) => render(container, service, config)),
            }),
            ...(service.volumes.length > 0 && { volumes: service.volumes.map(renderVolume) }),
          },
        },
      },
    },
  ];
}

/** Knative tells the container that has the port which it is; behind the proxy none of the user's has it, so we tell the first. */
function entrance(container: Container, service: KnativeService, isGuarded: boolean) {
  if (!isGuarded) return { ports: [{ containerPort: service.port }] };
  const { env = [] } = renderEnv(service.env, container.env);
  return { env: [...env, { name: 'PORT', value: String(service.port) }] };
}

function render(container: Container, service: KnativeService, config: Config) {
  return {
    ...renderContainer(container, service.env),
    resources: computeResources(service),
    securityContext: containerSecurity(config),
    ...mounts(container, service),
  };
}

/** Knative takes volumes of ConfigMaps and Secrets for reading only. */
function mounts({ mounts: all }: Container, { volumes }: KnativeService) {
  if (all.length === 0) return {};
  const writable = new Set(volumes.filter(({ type }) => type === 'empty_dir').map(({ name }) => name));
  return {
    volumeMounts: all.map(({ volume, path, readOnly }) => ({ name: volume, mountPath: path, readOnly: readOnly || !writable.has(volume) })),
  };
}

/** Baseline keeps the capabilities that images which start as root need to give up root; raw sockets are not among them. */
export function containerSecurity({ podSecurity }: Pick<Config, 'podSecurity'>) {
  return podSecurity === 'restricted'
    ? { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } }
    : { allowPrivilegeEscalation: false, capabilities: { drop: ['NET_RAW'] }, seccompProfile: { type: 'RuntimeDefault' } };
}
