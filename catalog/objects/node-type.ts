import { z } from 'zod';

/**
 * GPU nodes that notebooks and models choose (reference/catalog.md 3.4); `label` is for people. `pool` is the node pool of the battery karpenter,
 * `products` the values of the label `nvidia.com/gpu.product` by which GPU feature discovery tells them apart; none means any.
 */
export const nodeTypes = {
  default: { label: 'No GPU' },
  any_nvidia: { label: 'Any Nvidia GPU', pool: 'nvidia-gpu', products: [] },
  nvidia_a10: { label: 'Nvidia A10', pool: 'nvidia-a10-gpu', products: ['NVIDIA-A10', 'NVIDIA-A10G'] },
  nvidia_a100: {
    label: 'Nvidia A100',
    pool: 'nvidia-a100-gpu',
    products: ['NVIDIA-A100-SXM4-40GB', 'NVIDIA-A100-SXM4-80GB', 'NVIDIA-A100-PCIE-40GB', 'NVIDIA-A100-80GB-PCIe'],
  },
  nvidia_h100: {
    label: 'Nvidia H100',
    pool: 'nvidia-h100-gpu',
    products: ['NVIDIA-H100-80GB-HBM3', 'NVIDIA-H100-PCIe', 'NVIDIA-H100-NVL'],
  },
  nvidia_h200: { label: 'Nvidia H200', pool: 'nvidia-h200-gpu', products: ['NVIDIA-H200', 'NVIDIA-H200-NVL'] },
} as const;

export const NodeType = z.enum(['default', 'any_nvidia', 'nvidia_a10', 'nvidia_a100', 'nvidia_h100', 'nvidia_h200']);
export type NodeType = z.output<typeof NodeType>;
