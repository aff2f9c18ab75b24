import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, createWriteStream, mkdtempSync, renameSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type OnProgress, runStep } from '../progress.ts';
import { binarySource, type KubeBinary } from '../versions.ts';
import { printsVersion } from './prints-version.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** The release host cannot be used from here (no network, a proxy in between, no such file): not an error, there is the build from source. */
class Unreachable extends Error {}

/**
 * Downloads one release, checks it against the release's own sha256 file and puts it at `path`. False when the host cannot be reached;
 * throws when bytes came and their digest differs.
 */
export async function downloadRelease(name: KubeBinary, path: string, onProgress: OnProgress): Promise<boolean> {
  const { release, version } = binarySource(name);
  const work = mkdtempSync(join(dirname(path), '.download-'));
  try {
    const expected = await publishedDigest(release.sha256Url, basename(release.url));
    await runStep(`downloading ${name} ${version}`, onProgress, async (setDetail) => {
      const file = join(work, 'file');
      const actual = await fetchToFile(release.url, file, setDetail);
      if (actual !== expected) {
        throw new Error(
          `${release.url} has sha256 ${actual}, but its release says ${expected}: refused. Try again, or set KUBEBUILDER_ASSETS to binaries you trust.`,
        );
      }
      if (release.archiveMember) await promisify(execFile)('tar', ['-xzf', file, '-C', work, release.archiveMember]);
      const binary = release.archiveMember ? join(work, release.archiveMember) : file;
      chmodSync(binary, 0o755);
      if (!(await printsVersion(name, binary))) throw new Error(`${release.url} does not run here as ${name} ${version}`);
      renameSync(binary, path);
    });
    return true;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    onProgress({ step: `no download of ${name} ${version} (${error.message})`, state: 'done', elapsedMs: 0 });
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A checksum file is either one digest or lines of "digest  file name". */
async function publishedDigest(url: string, fileName: string): Promise<string> {
  const response = await open(url);
  let text = '';
  for await (const chunk of response) text += String(chunk);
  const lines = text.trim().split('\n');
  const line = lines.length === 1 ? lines[0] : lines.find((candidate) => candidate.trim().endsWith(fileName));
  const digest = line?.trim().split(/\s+/)[0]?.toLowerCase();
  if (!digest || !/^[0-9a-f]{64}$/.test(digest)) throw new Unreachable(`${url} has no sha256 of ${fileName}`);
  return digest;
}

async function fetchToFile(url: string, file: string, setDetail: (detail: string) => void): Promise<string> {
  const response = await open(url);
  const total = Number(response.headers['content-length'] ?? 0);
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    response,
    async function* (source) {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        setDetail(`${(bytes / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB`);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  return hash.digest('hex');
}

/** GET over https only, following redirects (release pages redirect to their object store); rejects with Unreachable. */
function open(url: string, redirectsLeft = 5): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Unreachable(error.message));
    const req = request(url, { timeout: 30_000 }, (res) => {
      clearTimeout(timer);
      const { location } = res.headers;
      if (res.statusCode === 200) return resolve(res);
      res.resume();
      if (location && redirectsLeft > 0) return resolve(open(new URL(location, url).href, redirectsLeft - 1));
      fail(new Error(`${new URL(url).host} answered ${res.statusCode}`));
    });
    const timer = setTimeout(() => req.destroy(new Error(`${new URL(url).host} did not answer in 5 s`)), CONNECT_TIMEOUT_MS);
    req.on('timeout', () => req.destroy(new Error(`${new URL(url).host} stopped sending`)));
    req.on('error', (error) => {
      clearTimeout(timer);
      fail(error);
    });
    req.end();
  });
}
