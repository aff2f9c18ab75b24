/** Names of an installation's TUF repository (TUF 1.0.34, consistent snapshots). */
export const manifestTarget = 'manifest.json';

/** Signed top-level field of timestamp, snapshot and targets: the online keys are shared, so the metadata says whose it is (DESIGN.md 4.2). */
export const installationField = 'x-installation';

export const tufRoles = ['root', 'timestamp', 'snapshot', 'targets'] as const;
export type TufRole = (typeof tufRoles)[number];

/** Path below `/v1/installations/{id}/tuf/`. Only the timestamp has no version in its name. */
export function metadataPath(role: TufRole, version?: number): string {
  return role === 'timestamp' ? 'timestamp.json' : `${version}.${role}.json`;
}

export function targetPath(target: string, sha256: string): string {
  const slash = target.lastIndexOf('/') + 1;
  return `targets/${target.slice(0, slash)}${sha256}.${target.slice(slash)}`;
}

/** Lifetimes of metadata in seconds. The timestamp is signed anew when older than 5 minutes; snapshot and targets by a sweep before they expire. */
export const lifetimes = { root: 365 * 86_400, timestamp: 3_600, snapshot: 90 * 86_400, targets: 90 * 86_400 } as const;
export const timestampRenewSeconds = 300;
export const resignBeforeSeconds = 14 * 86_400;
