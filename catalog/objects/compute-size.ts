import { CpuMillis, gib, MemoryBytes, mib } from './fields.ts';

/** Fields of everything whose pods ask for CPU and memory. Limits are never below requests (`checkSize`). */
export const computeSize = {
  cpuRequestedMillis: CpuMillis.meta({ title: 'CPU requested' }),
  cpuLimitMillis: CpuMillis.meta({ title: 'CPU limit' }),
  memoryRequestedBytes: MemoryBytes.meta({ title: 'Memory requested' }),
  memoryLimitBytes: MemoryBytes.meta({ title: 'Memory limit' }),
};

export type ComputeSize = { cpuRequestedMillis: number; cpuLimitMillis: number; memoryRequestedBytes: number; memoryLimitBytes: number };

type AddIssue = (issue: { code: 'custom'; path: (string | number)[]; message: string }) => void;

/** Adds an issue for each limit below its request. */
export function checkSize(size: ComputeSize, addIssue: AddIssue): void {
  if (size.cpuLimitMillis < size.cpuRequestedMillis)
    addIssue({
      code: 'custom',
      path: ['cpuLimitMillis'],
      message: 'the CPU limit is below the CPU requested: raise it or lower the request',
    });
  if (size.memoryLimitBytes < size.memoryRequestedBytes)
    addIssue({
      code: 'custom',
      path: ['memoryLimitBytes'],
      message: 'the memory limit is below the memory requested: raise it or lower the request',
    });
}

/** Presets of the reference's Postgres, notebook and service tables (reference/catalog.md 3.1, 3.4, 3.6), without storage. */
export const computePresets = {
  tiny: { cpuRequestedMillis: 500, cpuLimitMillis: 500, memoryRequestedBytes: 512 * mib, memoryLimitBytes: 512 * mib },
  small: { cpuRequestedMillis: 500, cpuLimitMillis: 2000, memoryRequestedBytes: gib, memoryLimitBytes: 4 * gib },
  medium: { cpuRequestedMillis: 4000, cpuLimitMillis: 4000, memoryRequestedBytes: 8 * gib, memoryLimitBytes: 8 * gib },
  large: { cpuRequestedMillis: 8000, cpuLimitMillis: 8000, memoryRequestedBytes: 16 * gib, memoryLimitBytes: 16 * gib },
  xlarge: { cpuRequestedMillis: 10_000, cpuLimitMillis: 10_000, memoryRequestedBytes: 32 * gib, memoryLimitBytes: 32 * gib },
  huge: { cpuRequestedMillis: 32_000, cpuLimitMillis: 32_000, memoryRequestedBytes: 256 * gib, memoryLimitBytes: 256 * gib },
} as const;

/** The same with the storage of reference/catalog.md 3.1. */
export const storedPresets = {
  tiny: { storageBytes: 512 * mib, ...computePresets.tiny },
  small: { storageBytes: 16 * gib, ...computePresets.small },
  medium: { storageBytes: 64 * gib, ...computePresets.medium },
  large: { storageBytes: 128 * gib, ...computePresets.large },
  xlarge: { storageBytes: 256 * gib, ...computePresets.xlarge },
  huge: { storageBytes: 1024 * gib, ...computePresets.huge },
} as const;
