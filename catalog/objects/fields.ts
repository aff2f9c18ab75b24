import { z } from 'zod';

export const kib = 1024;
export const mib = 1024 * kib;
export const gib = 1024 * mib;

/** DNS label that starts with a letter; 1 to 40 characters leave room for the prefixes and suffixes that operators add (63 in all). */
export const ObjectName = z
  .string()
  .min(1, 'a name is needed')
  .max(40, 'use at most 40 characters: operators add to the name, and Kubernetes allows 63')
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'use lower-case letters, digits and -, starting with a letter and not ending with -');

/** Millicores. */
export const CpuMillis = z
  .number()
  .int()
  .min(10, 'at least 10 millicores')
  .max(100_000, 'at most 100,000 millicores')
  .meta({ unit: 'millicores' });

/** Bytes of memory, from 16 MiB to 4 TiB. */
export const MemoryBytes = z
  .number()
  .int()
  .min(16 * mib, 'at least 16 MiB')
  .max(4096 * gib, 'at most 4 TiB')
  .meta({ unit: 'bytes' });

/** Bytes of storage, from 128 MiB to 64 TiB. */
export const SizeBytes = z
  .number()
  .int()
  .min(128 * mib, 'at least 128 MiB')
  .max(65_536 * gib, 'at most 64 TiB')
  .meta({ unit: 'bytes' });
