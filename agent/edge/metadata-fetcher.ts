import { installationField, type TufRole, tufRoles } from '@home-base/schema/trust/paths.ts';
import { byteCaps } from '@home-base/schema/wire/manifest.ts';
import type { Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { EdgeRefusal } from './refusal.ts';
import { EdgeUnavailable } from './request.ts';

/** Metadata that came in a bundle. `roots` by their claimed place: one after the trusted, and so on. */
export type OfferedMetadata = {
  roots: ReadonlyMap<number, Buffer>;
  timestamp?: Buffer | undefined;
  snapshot?: Buffer | undefined;
  targets?: Buffer | undefined;
};

export type MetadataFetcher = Fetcher & {
  /** Role asked for last: names the file in a refusal, because tuf-js wraps errors into text. */
  lastRole: () => TufRole;
  /** The refusal or failure of the fetch itself, before tuf-js wrapped it. */
  failure: () => Error | undefined;
};

/**
 * Hands metadata to tuf-js: from the bundle, else from the plain TUF path. The online keys are shared by all installations, so a file whose
 * signed `x-installation` is not ours never gets past here: tuf-js would store a neighbour's valid timestamp and then refuse ours (DESIGN.md 4.2).
 */
export function createMetadataFetcher({
  installationId,
  offered,
  fetchPath,
}: {
  installationId: string;
  offered: OfferedMetadata;
  fetchPath: (path: string, capBytes: number) => Promise<Buffer>;
}): MetadataFetcher {
  let lastRole: TufRole = 'root';
  let failure: Error | undefined;

  async function bytesOf(role: TufRole, version: number | undefined, path: string, capBytes: number): Promise<Buffer> {
    if (role === 'root') {
      // A bundle brings every newer root, so what it lacks does not exist: no request to find that out.
      const root = offered.roots.get(version ?? 0);
      if (!root) throw new DownloadHTTPError('there is no newer root', 404);
      return root;
    }
    return offered[role] ?? (await fetchPath(path, capBytes));
  }

  return {
    lastRole: () => lastRole,
    failure: () => failure,
    downloadFile: async () => {
      throw new Error('targets are not downloaded by tuf-js here');
    },
    downloadBytes: async (url, maxLength) => {
      const { role, version, path } = parsePath(url);
      lastRole = role;
      failure = undefined;
      try {
        const capBytes = Math.min(maxLength, byteCaps[role]);
        const bytes = await bytesOf(role, version, path, capBytes);
        if (bytes.length > capBytes)
          throw new EdgeRefusal('too_large', `${path} has ${bytes.length} bytes; at most ${capBytes} are accepted`);
        if (role !== 'root') requireInstallation(bytes, role, installationId);
        return bytes;
      } catch (error) {
        if (error instanceof EdgeRefusal || error instanceof EdgeUnavailable) failure = error;
        throw error;
      }
    },
  };
}

function parsePath(url: string): { role: TufRole; version: number | undefined; path: string } {
  const path = new URL(url).pathname.split('/').at(-1) ?? '';
  const match = /^(?:(\d+)\.)?([a-z]+)\.json$/.exec(path);
  const role = tufRoles.find((name) => name === match?.[2]);
  if (!role) throw new EdgeRefusal('tuf_path', `delegated metadata "${path}" is not part of this repository's layout`);
  return { role, version: match?.[1] === undefined ? undefined : Number(match[1]), path };
}

/** Throws unless the signed part of this file names our installation. The signature over it is checked by tuf-js afterwards. */
export function requireInstallation(bytes: Uint8Array, role: TufRole, installationId: string): void {
  const claimed = signedField(bytes, installationField);
  if (claimed !== installationId)
    throw new EdgeRefusal(
      'wrong_installation',
      `${role}.json says that it is for ${typeof claimed === 'string' ? `installation ${claimed.slice(0, 80)}` : 'no installation'}, this cluster is ${installationId}`,
    );
}

/** One field below `signed`, unverified; undefined when the bytes are no such file. */
export function signedField(bytes: Uint8Array, field: string): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const signed: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'signed') : undefined;
    return typeof signed === 'object' && signed !== null && Object.hasOwn(signed, field) ? Reflect.get(signed, field) : undefined;
  } catch {
    return undefined;
  }
}
