import { z } from 'zod';
import lockJson from '../upstream.lock.json' with { type: 'json' };

/** A file of upstream that definitions are taken from: facts only, the bytes are never in this repository (DESIGN.md 4.3). */
export const LockFile = z.object({
  battery: z.string(),
  repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  ref: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  path: z.string().regex(/^[\w./-]+$/),
  bytes: z
    .number()
    .int()
    .positive()
    .max(4 << 20),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.literal('Apache-2.0'),
  /** Names of the definitions in it, all of them. What else the file holds (workloads, roles) is ours to make. */
  crds: z.array(z.string()).min(1),
  /** Where the conversion webhook of these definitions answers here. */
  conversion: z.object({ service: z.string(), namespace: z.string(), injectCaFromSecret: z.string().optional() }).optional(),
});
export type LockFile = z.infer<typeof LockFile>;

export const Lock = z.object({ format: z.literal(1), files: z.array(LockFile) });
export type Lock = z.infer<typeof Lock>;

export const lock: Lock = Lock.parse(lockJson);
