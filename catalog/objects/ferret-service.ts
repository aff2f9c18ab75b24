import { z } from 'zod';
import { checkSize, computeSize } from './compute-size.ts';
import { gib, mib, ObjectName } from './fields.ts';

/** MongoDB's protocol in front of a Postgres cluster (battery ferretdb). */
export const FerretService = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    /** Name of the Postgres cluster that keeps the documents; the service runs in its namespace. */
    postgresCluster: ObjectName.meta({ title: 'Postgres cluster' }),
    instances: z.number().int().min(1).max(20).default(1).meta({ title: 'Instances' }),
    ...computeSize,
  })
  .superRefine((service, check) => checkSize(service, check.addIssue));
export type FerretService = z.output<typeof FerretService>;

/** Presets of reference/catalog.md 3.3; medium and xlarge are ours, so that every installation size names a preset. */
export const ferretPresets = {
  tiny: { cpuRequestedMillis: 100, cpuLimitMillis: 500, memoryRequestedBytes: 128 * mib, memoryLimitBytes: 512 * mib },
  small: { cpuRequestedMillis: 500, cpuLimitMillis: 1000, memoryRequestedBytes: 512 * mib, memoryLimitBytes: gib },
  medium: { cpuRequestedMillis: 1000, cpuLimitMillis: 2000, memoryRequestedBytes: gib, memoryLimitBytes: 2 * gib },
  large: { cpuRequestedMillis: 4000, cpuLimitMillis: 4000, memoryRequestedBytes: 2 * gib, memoryLimitBytes: 2 * gib },
  xlarge: { cpuRequestedMillis: 6000, cpuLimitMillis: 6000, memoryRequestedBytes: 8 * gib, memoryLimitBytes: 8 * gib },
  huge: { cpuRequestedMillis: 8000, cpuLimitMillis: 8000, memoryRequestedBytes: 24 * gib, memoryLimitBytes: 24 * gib },
} as const;
