import { mib } from '@home-base/catalog/objects/fields.ts';

/** Smallest whole Redis, for tests. */
export const redisSpec = (name: string) => ({
  name,
  cpuRequestedMillis: 100,
  cpuLimitMillis: 200,
  memoryRequestedBytes: 128 * mib,
  memoryLimitBytes: 256 * mib,
});
