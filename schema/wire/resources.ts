import { z } from 'zod';
import { idSchema } from '../ids/id.ts';
import { Drift, healthStates, podPhases, resourceStates } from './agent.ts';
import { Sha256 } from './manifest.ts';

/** Filter of the list of live resources; `text` is part of a key, whatever its case. */
export const ResourceFilter = z.object({
  health: z.enum(healthStates).optional(),
  state: z.enum(resourceStates).optional(),
  battery: z.string().max(100).optional(),
  kind: z.string().max(100).optional(),
  namespace: z.string().max(100).optional(),
  owner: z.string().max(100).optional(),
  text: z.string().max(200).optional(),
});

/** A resource as the agent reported it last. */
export const ResourceStatus = z.object({
  key: z.string(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  owner: z.string().nullable(),
  battery: z.string().nullable(),
  sha256: Sha256.nullable(),
  state: z.enum(resourceStates),
  health: z.enum(healthStates),
  message: z.string().nullable(),
  waitsFor: z.string().nullable(),
  conflicts: z.array(z.string()).nullable(),
  drift: Drift.nullable(),
  updatedAt: z.iso.datetime(),
});
export type ResourceStatus = z.output<typeof ResourceStatus>;

/** A pod as the agent reported it last: of what was applied, or of what an operator made of it. */
export const PodStatus = z.object({
  namespace: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  app: z.string().nullable(),
  phase: z.enum(podPhases),
  ready: z.boolean(),
  restarts: z.number().int(),
  node: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  message: z.string().nullable(),
});
export type PodStatus = z.output<typeof PodStatus>;

export const AgentEvent = z.object({
  id: idSchema('auditEvent'),
  at: z.iso.datetime(),
  type: z.string(),
  key: z.string().nullable(),
  code: z.string().nullable(),
  detail: z.string(),
  count: z.number().int(),
});

/** `desired`: as the newest snapshot wants it, recipes instead of the values of Secrets. `isCurrent`: these very bytes were applied. */
export const ResourceDetail = z.object({
  key: z.string(),
  status: ResourceStatus.optional(),
  desired: z.object({ sha256: Sha256, stage: z.number().int(), owner: z.string(), resource: z.record(z.string(), z.unknown()) }).optional(),
  isCurrent: z.boolean(),
  events: z.array(AgentEvent),
});

/** Something that is not listed any more and that the agent holds back from removing. */
export const HeldRemoval = ResourceStatus.pick({
  key: true,
  kind: true,
  namespace: true,
  name: true,
  owner: true,
  battery: true,
  message: true,
  updatedAt: true,
}).extend({
  /** A definition, a namespace, a volume, a database…: what is in it is lost with it. */
  holdsData: z.boolean(),
  /** When a person approved it; it goes once the agent has the next snapshot and nothing that stays is in it. */
  approvedAt: z.iso.datetime().nullable(),
});
export type HeldRemoval = z.output<typeof HeldRemoval>;

export const ApproveRemovals = z.object({
  /** Left out: all that hold no data. */
  keys: z.array(z.string().max(700)).min(1).max(5000).optional(),
  /** The installation's name; also the number of removals where none of them holds data. */
  confirm: z.string().max(100),
});
export type ApproveRemovals = z.output<typeof ApproveRemovals>;
