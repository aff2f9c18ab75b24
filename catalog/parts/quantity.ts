import type { ComputeSize } from '../objects/compute-size.ts';

const units = [
  ['Ti', 1024 ** 4],
  ['Gi', 1024 ** 3],
  ['Mi', 1024 ** 2],
  ['Ki', 1024],
] as const;

/** Millicores as a Kubernetes quantity in its canonical form: 500 → `500m`, 2000 → `2`. */
function cpuQuantity(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/** Bytes as a Kubernetes quantity in its canonical form: 512 MiB → `512Mi`; bytes that fit no unit stay a number. */
export function byteQuantity(bytes: number): string {
  const unit = units.find(([, size]) => bytes % size === 0);
  return unit ? `${bytes / unit[1]}${unit[0]}` : String(bytes);
}

/** Requests and limits of a user's object. */
export function computeResources(size: ComputeSize) {
  return {
    requests: { cpu: cpuQuantity(size.cpuRequestedMillis), memory: byteQuantity(size.memoryRequestedBytes) },
    limits: { cpu: cpuQuantity(size.cpuLimitMillis), memory: byteQuantity(size.memoryLimitBytes) },
  };
}
