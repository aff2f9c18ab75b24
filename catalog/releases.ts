/** What an unpinned installation follows: `stable` what has proven itself, `early` the newest. */
export const channels = ['stable', 'early'] as const;
export type Channel = (typeof channels)[number];

/**
 * Releases of the catalog, oldest first, each with the channel that it has reached. An installation has one of them (`catalogVersion`) and moves on by
 * its channel, in its upgrade window (workers/installations/follow-releases.ts), never because the Worker was deployed: what a release renders does not change
 * any more, so a change of a golden file, of an image or of upstream.lock.json needs a new one here. One that must go back is taken off the list.
 */
export const releases = [
  { version: '2026.11.0', channel: 'stable' },
  { version: '2026.12.0', channel: 'early' },
] as const satisfies readonly { version: string; channel: Channel }[];

export type ReleaseVersion = (typeof releases)[number]['version'];
export type Release = { version: ReleaseVersion; channel: Channel };

/** The newest release of a channel; early has what stable has, too. */
export function releaseFor(channel: Channel): Release {
  const all: readonly Release[] = releases;
  const found = all.findLast((release) => channel === 'early' || release.channel === channel);
  if (!found) throw new Error(`no release of the catalog has reached the channel ${channel}`);
  return found;
}

/** Releases from this one on. */
export function since(version: ReleaseVersion): ReleaseVersion[] {
  return releases.slice(releases.findIndex((release) => release.version === version)).map((release) => release.version);
}

/** Place in the list; -1 for one that was taken off it, which is before every other. */
export function ageOf(version: string): number {
  return releases.findIndex((release) => release.version === version);
}

/** The release of the channel, when it is newer than this one. */
export function newerRelease(channel: Channel, version: string): ReleaseVersion | undefined {
  const target = releaseFor(channel).version;
  return ageOf(target) > ageOf(version) ? target : undefined;
}
