import { z } from 'zod';
import { idSchema } from '../ids/id.ts';
import { Sha256 } from './manifest.ts';

export const Snapshot = z.object({
  id: idSchema('snapshot'),
  version: z.number().int(),
  desiredRev: z.number().int(),
  createdAt: z.iso.datetime(),
  resourceCount: z.number().int(),
  changes: z.object({ added: z.number().int(), changed: z.number().int(), removed: z.number().int() }),
  failures: z.array(z.object({ owner: z.string(), battery: z.string(), message: z.string() })),
  rollbackOf: z.number().int().nullable(),
  catalogVersion: z.string(),
  manifestSha256: Sha256,
});
export type Snapshot = z.output<typeof Snapshot>;

/** `live`: how the cluster stands now; absent when the agent reports nothing under this key. */
export const SnapshotResource = z.object({
  key: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  sha256: Sha256,
  bytes: z.number().int(),
  stage: z.number().int(),
  owner: z.string(),
  live: z
    .object({
      battery: z.string().nullable(),
      state: z.string(),
      health: z.string(),
      message: z.string().nullable(),
      isApplied: z.boolean(),
    })
    .optional(),
});
export type SnapshotResource = z.output<typeof SnapshotResource>;

const KeyChange = z.object({ key: z.string(), owner: z.string(), stage: z.number().int() });
const KeyChanges = z.object({ added: z.array(KeyChange), changed: z.array(KeyChange), removed: z.array(KeyChange) });

export const SnapshotDiff = KeyChanges.extend({ from: z.number().int(), to: z.number().int() });
const Kubernetes = z.record(z.string(), z.unknown());
export const ResourceDiff = z.object({
  key: z.string(),
  before: Kubernetes.optional(),
  after: Kubernetes.optional(),
  fields: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
});
export const RollbackResult = z.object({ version: z.number().int(), rollbackOf: z.number().int() });
export const RollbackQuery = z.object({
  ifDesiredRev: z.coerce.number().int().optional().meta({
    description:
      'The `desiredRev` of the preview: refused with 412 when anything in the installation was changed since. Absent: rolls back whatever is there.',
  }),
});
export const RollbackPreview = z.object({
  version: z.number().int(),
  desiredRev: z.number().int(),
  current: z.number().int().optional(),
  diff: KeyChanges,
  rendersDifferently: KeyChanges,
  rows: z.record(z.string(), z.unknown()),
});
