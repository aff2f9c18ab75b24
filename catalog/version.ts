import { releaseFor } from './releases.ts';

/** The release that a new installation starts with, and that defaults are shown of where no installation is meant. */
export const catalogVersion = releaseFor('stable').version;
