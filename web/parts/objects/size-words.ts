import { formatBytes, formatCpu } from '../../ui/quantity.ts';

type Sized = {
  instances?: number | string;
  cpuLimitMillis: number;
  memoryLimitBytes: number;
  storageBytes?: number | undefined;
};

/** "3 × 2 CPUs · 4 GiB · 16 GiB disk": instances, and the limits of each. */
export function sizeWords({ instances, cpuLimitMillis, memoryLimitBytes, storageBytes }: Sized): string {
  return [
    instances === undefined ? formatCpu(cpuLimitMillis) : `${instances} × ${formatCpu(cpuLimitMillis)}`,
    formatBytes(memoryLimitBytes),
    storageBytes !== undefined && `${formatBytes(storageBytes)} disk`,
  ]
    .filter(Boolean)
    .join(' · ');
}
