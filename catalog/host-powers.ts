import type { Resource } from '@home-base/schema/kube/resource.ts';
import { z } from 'zod';

const HostProcess = z.object({ hostProcess: z.boolean().optional() }).optional();

const Container = z.object({
  securityContext: z
    .object({
      privileged: z.boolean().optional(),
      capabilities: z.object({ add: z.array(z.string()).optional() }).optional(),
      windowsOptions: HostProcess,
    })
    .optional(),
});

const PodSpec = z.object({
  hostPID: z.boolean().optional(),
  hostIPC: z.boolean().optional(),
  hostNetwork: z.boolean().optional(),
  securityContext: z.object({ windowsOptions: HostProcess }).optional(),
  containers: z.array(Container),
  initContainers: z.array(Container).default([]),
  volumes: z.array(z.object({ hostPath: z.unknown().optional() })).default([]),
});

const Template = z.object({ template: z.object({ spec: PodSpec }) });
const Workload = z.object({ spec: Template });
const CronJob = z.object({ spec: z.object({ jobTemplate: z.object({ spec: Template }) }) });
const Pod = z.object({ spec: PodSpec });

/** What a workload takes of its node beyond a plain pod: `hostNetwork`, `privileged`, a capability's name and so on. Nothing for other kinds. */
export function hostPowersOf(resource: Resource): string[] {
  const pod = podSpecOf(resource);
  if (!pod) return [];
  const containers = [...pod.containers, ...pod.initContainers].map(({ securityContext }) => securityContext);
  return [
    ...(['hostPID', 'hostIPC', 'hostNetwork'] as const).filter((power) => pod[power]),
    ...(pod.volumes.some(({ hostPath }) => hostPath !== undefined) ? ['hostPath'] : []),
    ...(containers.some((context) => context?.privileged) ? ['privileged'] : []),
    ...([pod.securityContext, ...containers].some((context) => context?.windowsOptions?.hostProcess) ? ['hostProcess'] : []),
    ...new Set(containers.flatMap((context) => context?.capabilities?.add ?? [])),
  ];
}

function podSpecOf(resource: Resource) {
  switch (resource.kind) {
    case 'Pod':
      return Pod.parse(resource).spec;
    case 'CronJob':
      return CronJob.parse(resource).spec.jobTemplate.spec.template.spec;
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'StatefulSet':
      return Workload.parse(resource).spec.template.spec;
    default:
      return undefined;
  }
}
