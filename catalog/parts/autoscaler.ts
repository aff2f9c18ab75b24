import type { Resource } from '@home-base/schema/kube/resource.ts';

/** Scales the Deployment of equal name by its CPU. That one must not say `replicas`, and its pods must request CPU. */
export function autoscaler(
  name: string,
  namespace: string,
  { min, max, cpuPercent = 80 }: { min: number; max: number; cpuPercent?: number },
): Resource {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } } }],
    },
  };
}
