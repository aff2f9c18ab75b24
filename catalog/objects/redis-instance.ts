import { z } from 'zod';
import { checkSize, computeSize } from './compute-size.ts';
import { gib, mib, ObjectName, SizeBytes } from './fields.ts';

export const redisModes = ['standalone', 'replication', 'sentinel', 'cluster'] as const;

/** What a user creates inside the battery redis. `sentinel` watches the replication instance that `replicationOf` names. */
export const RedisInstance = z
  .object({
    name: ObjectName.meta({ title: 'Name' }),
    mode: z.enum(redisModes).default('standalone').meta({ title: 'Mode' }),
    instances: z.number().int().min(1).max(9).default(1).meta({ title: 'Instances' }),
    ...computeSize,
    /** Absent: data lives in memory only. */
    storageBytes: SizeBytes.optional().meta({ title: 'Storage' }),
    storageClass: z.string().min(1).max(253).optional().meta({ title: 'Storage class' }),
    replicationOf: ObjectName.optional().meta({ title: 'Replication instance to watch' }),
    /** Raise it to have the agent make a new password. */
    passwordVersion: z.number().int().min(1).max(1_000_000).default(1).meta({ title: 'Password version' }),
  })
  .superRefine((redis, check) => {
    checkSize(redis, check.addIssue);
    if (redis.mode === 'standalone' && redis.instances !== 1)
      check.addIssue({
        code: 'custom',
        path: ['instances'],
        message: 'a standalone Redis has one instance: choose replication, sentinel or cluster for more',
      });
    if (redis.mode === 'cluster' && redis.instances < 3)
      check.addIssue({ code: 'custom', path: ['instances'], message: 'a Redis cluster needs at least 3 instances' });
    if (redis.mode === 'sentinel' && !redis.replicationOf)
      check.addIssue({ code: 'custom', path: ['replicationOf'], message: 'name the replication instance that the sentinels watch' });
    if (redis.mode === 'sentinel' && redis.storageBytes !== undefined)
      check.addIssue({ code: 'custom', path: ['storageBytes'], message: 'sentinels keep no data: leave storage empty' });
    if (redis.mode !== 'sentinel' && redis.replicationOf)
      check.addIssue({
        code: 'custom',
        path: ['replicationOf'],
        message: 'only a sentinel watches a replication instance: leave it empty',
      });
  });
export type RedisInstance = z.output<typeof RedisInstance>;

/** Presets of reference/catalog.md 3.2; medium, xlarge and huge are ours, so that every installation size names a preset. */
export const redisPresets = {
  tiny: { cpuRequestedMillis: 100, cpuLimitMillis: 500, memoryRequestedBytes: 128 * mib, memoryLimitBytes: 512 * mib },
  small: { cpuRequestedMillis: 500, cpuLimitMillis: 1000, memoryRequestedBytes: 512 * mib, memoryLimitBytes: gib },
  medium: { cpuRequestedMillis: 1000, cpuLimitMillis: 2000, memoryRequestedBytes: gib, memoryLimitBytes: gib },
  large: { cpuRequestedMillis: 4000, cpuLimitMillis: 4000, memoryRequestedBytes: gib, memoryLimitBytes: gib },
  xlarge: { cpuRequestedMillis: 4000, cpuLimitMillis: 8000, memoryRequestedBytes: 8 * gib, memoryLimitBytes: 8 * gib },
  huge: { cpuRequestedMillis: 8000, cpuLimitMillis: 16_000, memoryRequestedBytes: 32 * gib, memoryLimitBytes: 32 * gib },
} as const;
