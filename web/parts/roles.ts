import type { roleNames } from '@home-base/schema/wire/orgs.ts';

/** What each role may, in a few words. The rules are the server's (workers/access.ts). */
export const roleWords: Record<(typeof roleNames)[number], string> = {
  owner: 'everything, owners too',
  admin: 'people, keys, connecting and deleting clusters',
  member: 'batteries, databases and services',
  viewer: 'reads, changes nothing',
};
