import { z } from 'zod';

/** GPU node pools (battery karpenter) that notebooks and models choose (reference/catalog.md 3.4); `label` is for people. */
export const nodeTypes = {
  default: { label: 'No GPU' },
  any_nvidia: { label: 'Any Nvidia GPU', pool: 'nvidia-gpu' },
  nvidia_a10: { label: 'Nvidia A10', pool: 'nvidia-a10-gpu' },
  nvidia_a100: { label: 'Nvidia A100', pool: 'nvidia-a100-gpu' },
  nvidia_h100: { label: 'Nvidia H100', pool: 'nvidia-h100-gpu' },
  nvidia_h200: { label: 'Nvidia H200', pool: 'nvidia-h200-gpu' },
} as const;

export const NodeType = z.enum(['default', 'any_nvidia', 'nvidia_a10', 'nvidia_a100', 'nvidia_h100', 'nvidia_h200']);
export type NodeType = z.output<typeof NodeType>;
