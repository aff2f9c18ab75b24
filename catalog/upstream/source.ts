import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockFile } from './lock.ts';

/** Where upstream's files come from: the one place of the catalog that does I/O. */
export type Source = {
  /** Folder of files named by their sha256 (HOME_BASE_UPSTREAM). Asked first. */
  mirror?: string | undefined;
  /** Asks the network where the mirror lacks a file; false on machines that reach nothing. */
  network: boolean;
  fetch?: typeof fetch;
};

/** The bytes of a file, unchecked, or why they cannot be had. Throws when the mirror has it and cannot be read. */
export async function fetchFile(
  file: LockFile,
  { mirror, network, fetch: fetchUrl = fetch }: Source,
): Promise<{ bytes: Uint8Array; from: string } | { absent: string }> {
  let why = 'no mirror is set';
  if (mirror) {
    try {
      return { bytes: await readFile(join(mirror, file.sha256)), from: 'mirror' };
    } catch (error) {
      if (!isNotFound(error)) throw new Error(`the mirror's copy of ${nameOf(file)} cannot be read`, { cause: error });
      why = 'the mirror lacks it';
    }
  }
  if (!network) return { absent: `${why}, and the network may not be asked` };
  try {
    const response = await fetchUrl(`https://raw.githubusercontent.com/${file.repo}/${file.commit}/${file.path}`, {
      signal: AbortSignal.timeout(30_000),
      redirect: 'error',
    });
    if (!response.ok || !response.body) return { absent: `${why}, and the network answered ${response.status}` };
    return { bytes: await readAtMost(response.body, file.bytes + 1), from: 'network' };
  } catch (error) {
    return { absent: `${why}, and the network did not answer (${error instanceof Error ? error.message : String(error)})` };
  }
}

async function readAtMost(body: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= max) break;
  }
  return Buffer.concat(chunks);
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

export function nameOf(file: LockFile): string {
  return `${file.repo}@${file.ref} ${file.path}`;
}
