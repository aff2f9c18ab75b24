import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestTarget, type TufRole } from '@home-base/schema/trust/paths.ts';
import { byteCaps } from '@home-base/schema/wire/manifest.ts';
import { Updater } from 'tuf-js';
import { createMetadataFetcher, type OfferedMetadata, signedField } from './metadata-fetcher.ts';
import { EdgeRefusal } from './refusal.ts';
import { EdgeUnavailable } from './request.ts';

/** Trusted metadata as bytes. `roots` is the whole chain from the pinned root to the current one. */
export type TrustedFiles = { roots: Buffer[]; timestamp?: Buffer | undefined; snapshot?: Buffer | undefined; targets?: Buffer | undefined };
export type TargetInfo = { sha256: string; length: number };

export type Trust = {
  versions: () => { root: number; timestamp: number; snapshot: number; targets: number };
  /** The TUF client workflow (5.3–5.6). Returns what the verified targets say of manifest.json; throws EdgeRefusal or EdgeUnavailable. */
  refresh: (offered: OfferedMetadata, fetchPath: (path: string, capBytes: number) => Promise<Buffer>) => Promise<TargetInfo>;
  files: () => TrustedFiles;
  close: () => void;
};

const roles = ['timestamp', 'snapshot', 'targets'] as const;

/** The TUF client of one installation. tuf-js works on a directory: a private one below `dataDir`, filled from `files`. */
export function createTrust({ installationId, dataDir, files }: { installationId: string; dataDir: string; files: TrustedFiles }): Trust {
  mkdirSync(dataDir, { recursive: true });
  const dir = mkdtempSync(join(dataDir, 'home-base-tuf-')); // mode 0700
  const roots = [...files.roots];
  writeFileSync(join(dir, 'root.json'), roots.at(-1)!, { mode: 0o600 });
  for (const role of roles) if (files[role]) writeFileSync(join(dir, `${role}.json`), files[role], { mode: 0o600 });
  const read = (role: TufRole): Buffer | undefined => {
    try {
      return readFileSync(join(dir, `${role}.json`));
    } catch {
      return undefined;
    }
  };
  const versionOf = (bytes: Buffer | undefined) => {
    const version = bytes && signedField(bytes, 'version');
    return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : 0;
  };
  const current = () => roots.at(-1)!;

  return {
    versions: () => ({
      root: versionOf(current()),
      timestamp: versionOf(read('timestamp')),
      snapshot: versionOf(read('snapshot')),
      targets: versionOf(read('targets')),
    }),
    refresh: async (offered, fetchPath) => {
      const fetcher = createMetadataFetcher({ installationId, offered, fetchPath });
      try {
        // A new Updater a refresh: it fixes the time of the update (5.1) and starts from what is trusted on disk. The URL only names files.
        const config = {
          maxRootRotations: 1024,
          rootMaxLength: byteCaps.root,
          timestampMaxLength: byteCaps.timestamp,
          snapshotMaxLength: byteCaps.snapshot,
          targetsMaxLength: byteCaps.targets,
        };
        const updater = new Updater({ metadataDir: dir, metadataBaseUrl: 'http://tuf.invalid/', fetcher, config });
        await updater.refresh();
        const info = await updater.getTargetInfo(manifestTarget);
        const sha256 = info?.hashes.sha256;
        if (!info || !sha256) throw new EdgeRefusal('targets_manifest', `the signed targets do not list ${manifestTarget} with its sha256`);
        return { sha256, length: info.length };
      } catch (error) {
        throw fetcher.failure() ?? asRefusal(error, fetcher.lastRole());
      } finally {
        keepChain(offered);
      }
    },
    files: () => ({ roots: [...roots], timestamp: read('timestamp'), snapshot: read('snapshot'), targets: read('targets') }),
    close: () => rmSync(dir, { recursive: true, force: true }),
  };

  /** tuf-js accepts roots one by one and stores the last: those up to it join our chain, which a restart verifies again from the pinned one. */
  function keepChain(offered: OfferedMetadata): void {
    const accepted = versionOf(read('root'));
    for (let version = versionOf(current()) + 1; version <= accepted; version += 1) roots.push(offered.roots.get(version)!);
  }
}

const reasons: readonly [RegExp, string][] = [
  [/expired/, 'expired'],
  [/less than current|doesn't match|does not match|Expected version|Missing .* in new snapshot/, 'version'],
  [/was signed by|signature|no delegation/, 'signature'],
  [/Expected (hash|length)|Hash algorithm/, 'hash'],
];

/** tuf-js tells its reasons only in text. The code is `<role>_<reason>`; what no pattern names is `<role>_malformed`. */
function asRefusal(error: unknown, role: TufRole): Error {
  if (error instanceof EdgeRefusal || error instanceof EdgeUnavailable) return error;
  const text = error instanceof Error ? error.message : String(error);
  const named = /\b(root|timestamp|snapshot|targets)\.json is expired/.exec(text)?.[1] ?? role;
  const reason = reasons.find(([pattern]) => pattern.test(text))?.[1] ?? 'malformed';
  const hint = reason === 'expired' ? ` (this cluster's clock says ${new Date().toISOString()})` : '';
  return new EdgeRefusal(`${named}_${reason}`, `${text.slice(0, 300)}${hint}`, { cause: error });
}
