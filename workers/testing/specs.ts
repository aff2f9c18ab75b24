import { gib, mib } from '@home-base/catalog/objects/fields.ts';

/** Smallest whole objects, for tests. */
const sizes = { cpuRequestedMillis: 100, cpuLimitMillis: 200, memoryRequestedBytes: 128 * mib, memoryLimitBytes: 256 * mib };
export const redisSpec = (name: string) => ({ name, ...sizes });
export const postgresSpec = (name: string) => ({
  name,
  ...sizes,
  storageBytes: gib,
  database: { name: 'app', owner: 'app' },
  users: [{ username: 'app' }],
});
export const serviceSpec = (name: string) => ({
  name,
  ...sizes,
  containers: [{ name: 'web', image: 'nginx:1.29' }],
  ports: [{ name: 'http', number: 80 }],
});
