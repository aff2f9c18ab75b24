import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { metadataPath, targetPath } from '@home-base/schema/trust/paths.ts';
import { Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTrust, rotateRoot, type Trust } from './ceremony.ts';
import { signTargetsAndSnapshot, signTimestamp } from './sign.ts';

const installationId = 'inst_01k4m2r8fhe9qv7n3p5s6t8w9x';
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trust-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A repository in memory, read by tuf-js' own client. */
async function publishRepository(
  trust: Trust,
  roots: Trust[],
  { version = 1, timestampVersion = 1, now = new Date(), manifest = '{"version":1}' } = {},
) {
  const files = new Map(roots.map((root) => [metadataPath('root', root.version), root.rootJson]));
  const signing = { keys: trust.onlineKeys, installationId, now };
  const { targets, snapshot } = await signTargetsAndSnapshot(
    { ...signing, version },
    { sha256: sha256Hex(manifest), bytes: manifest.length },
  );
  files.set(metadataPath('targets', version), targets);
  files.set(metadataPath('snapshot', version), snapshot);
  files.set('timestamp.json', await signTimestamp({ ...signing, version: timestampVersion }, { version, text: snapshot }));
  files.set(targetPath('manifest.json', sha256Hex(manifest)), manifest);
  return files;
}

function updater(files: Map<string, string>) {
  const read = (url: string) => {
    const body = files.get(url.replace('https://edge/', ''));
    if (body === undefined) throw new DownloadHTTPError(`no ${url}`, 404);
    return Buffer.from(body);
  };
  return new Updater({
    metadataDir: dir,
    metadataBaseUrl: 'https://edge',
    targetBaseUrl: 'https://edge/targets',
    targetDir: dir,
    fetcher: {
      downloadBytes: async (url) => read(url),
      downloadFile: async (url, _max, handler) => {
        const path = join(dir, 'download');
        writeFileSync(path, read(url));
        return handler(path);
      },
    },
  });
}

async function download(files: Map<string, string>): Promise<string> {
  const client = updater(files);
  await client.refresh();
  const target = await client.getTargetInfo('manifest.json');
  if (!target) throw new Error('no manifest');
  return readFileSync(await client.downloadTarget(target), 'utf8');
}

describe('trust', () => {
  it('is accepted by a TUF client that only knows the first root', async () => {
    const trust = await createTrust({ now: new Date() });
    writeFileSync(join(dir, 'root.json'), trust.rootJson);
    const files = await publishRepository(trust, [trust]);
    expect(await download(files)).toBe('{"version":1}');
    expect(files.get('timestamp.json')).toContain(`"x-installation":"${installationId}"`);
  });

  it('carries a client that slept through several rotations to the newest keys', async () => {
    const first = await createTrust({ now: new Date() });
    writeFileSync(join(dir, 'root.json'), first.rootJson);
    const second = await rotateRoot(first, { now: new Date(), onlineKeys: true });
    const third = await rotateRoot(second, { now: new Date(), rootKeys: true, onlineKeys: true });
    expect(await download(await publishRepository(third, [first, second, third]))).toBe('{"version":1}');
  });

  it('refuses a root that only the new keys signed, keys of a revoked role, and a flipped byte', async () => {
    const first = await createTrust({ now: new Date() });
    const stranger = await createTrust({ now: new Date() });
    const rotated = await rotateRoot({ ...stranger, version: 1 }, { now: new Date() });
    writeFileSync(join(dir, 'root.json'), first.rootJson);
    await expect(download(await publishRepository(stranger, [first, rotated]))).rejects.toThrow(/signed by 0\/2/);
    await expect(download(await publishRepository(stranger, [first]))).rejects.toThrow(/timestamp was signed by 0\/1/);
    const files = await publishRepository(first, [first]);
    files.set('1.targets.json', files.get('1.targets.json')!.replace('manifest.json', 'manifesu.json'));
    await expect(download(files)).rejects.toThrow();
  });

  it('refuses an expired timestamp and one that goes back', async () => {
    const trust = await createTrust({ now: new Date() });
    writeFileSync(join(dir, 'root.json'), trust.rootJson);
    await expect(download(await publishRepository(trust, [trust], { now: new Date(Date.now() - 2 * 3_600_000) }))).rejects.toThrow(
      /expired/,
    );
    await download(await publishRepository(trust, [trust], { timestampVersion: 5 }));
    await expect(download(await publishRepository(trust, [trust], { timestampVersion: 4 }))).rejects.toThrow(/version/);
  });
});
