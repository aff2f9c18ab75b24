import { type NodeType, nodeTypes } from '../objects/node-type.ts';
import { hasBattery, type Summary } from '../summary.ts';

/** GPU nodes are tainted so that only pods which ask for a GPU land there; the battery karpenter taints its own so. */
export const gpuToleration = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };

/** Runtime class that lends the node's GPUs to a container. */
export const gpuRuntimeClass = 'nvidia';

/**
 * kind's nodes do not use Nvidia's runtime unless a pod says so; the battery nvidia_device_plugin makes the class for it. Elsewhere GPU nodes use it
 * for every pod, and a class that is not there would keep pods from starting.
 */
export function gpuRuntime(summary: Summary): { runtimeClassName?: string } {
  return summary.installation.provider === 'kind' && hasBattery(summary, 'nvidia_device_plugin')
    ? { runtimeClassName: gpuRuntimeClass }
    : {};
}

/** What of a pod's spec brings it to a node of the type; nothing for the default type. How many GPUs it gets is a limit of its container. */
export function gpuPlacement(nodeType: NodeType, summary: Summary) {
  const type = nodeTypes[nodeType];
  if (!('pool' in type)) return {};
  return { tolerations: [gpuToleration], ...gpuRuntime(summary), ...nodesOf(type, summary) };
}

/** Karpenter makes nodes of the pool that is asked for; without it the nodes that are there are chosen by the label of GPU feature discovery. */
function nodesOf({ pool, products }: { pool: string; products: readonly string[] }, summary: Summary) {
  if (hasBattery(summary, 'karpenter')) return { nodeSelector: { 'karpenter.sh/nodepool': pool } };
  if (products.length === 0) return {};
  // A shared GPU (battery nvidia_device_plugin) has `-SHARED` at the end of its name.
  const values = products.flatMap((product) => [product, `${product}-SHARED`]);
  return {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'nvidia.com/gpu.product', operator: 'In', values }] }],
        },
      },
    },
  };
}
