import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../log.ts';
import type { StateName, StateStore } from './store.ts';

const chunkCount = 64;
const chunkBytes = 700 << 10;
const flushDelayMs = 2_000;
const pendingLimitBytes = 24 << 20;
const recentLimitBytes = 8 << 20;
const recentMs = 30_000;

export type BlobCache = {
  /** Bytes whose sha256 was checked again; undefined when the cluster does not keep this blob. */
  find: (sha256: string) => Promise<Buffer | undefined>;
  /** Keeps a verified blob: written to the cluster a little later, only the chunks that changed. */
  add: (sha256: string, bytes: Buffer) => void;
  /** While a round runs, blobs stay in memory for the engine instead of being written (up to 24 MiB). */
  hold: (held: boolean) => void;
  flush: () => Promise<void>;
};

/**
 * Blobs of the last verified snapshot in ConfigMaps `agent-state-blobs-NN`, so that drift can be healed after a restart while Home Base is away.
 * Chunk = first 6 bits of the digest, at most 700 KiB packed each (45 MB in all); what does not fit is left to Home Base. `isListed` says what the
 * manifest in force names: the rest goes when its chunk is written.
 */
export function createBlobCache({
  store,
  isListed,
  log,
}: {
  store: StateStore;
  isListed: (sha256: string) => boolean;
  log: Log;
}): BlobCache {
  /** As text, which a chunk is packed from: V8 can compact it, where thousands of small Buffers leave holes in the C heap. */
  const pending = new Map<number, Map<string, string>>();
  let pendingBytes = 0;
  /** Digests that a chunk holds, once it was read or written: a miss then costs no request. */
  const known = new Map<number, ReadonlySet<string>>();
  /** Chunks read lately: healing a deleted namespace asks for many blobs of each. Emptied half a minute after the last reading. */
  const recent = new Map<number, ReadonlyMap<string, string>>();
  let forget: NodeJS.Timeout | undefined;
  let writing: ReadonlyMap<string, string> = new Map();
  let held = false;
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  async function readChunk(chunk: number): Promise<ReadonlyMap<string, string>> {
    const lately = recent.get(chunk);
    if (lately) return lately;
    const data = await store.read('ConfigMap', chunkName(chunk));
    const blobs = data?.blobs ? unpackChunk(data.blobs) : new Map<string, string>();
    known.set(chunk, new Set(blobs.keys()));
    recent.set(chunk, blobs);
    for (const oldest of recent.keys()) {
      if (recent.size === 1 || [...recent.values()].reduce((sum, one) => sum + sizeOf(one), 0) <= recentLimitBytes) break;
      recent.delete(oldest);
    }
    clearTimeout(forget);
    forget = setTimeout(() => recent.clear(), recentMs).unref();
    return blobs;
  }

  async function writeChunk(chunk: number, added: ReadonlyMap<string, string>): Promise<void> {
    const kept = known.get(chunk)?.size === 0 ? new Map<string, string>() : await readChunk(chunk);
    const blobs = new Map([...kept, ...added].filter(([sha256]) => isListed(sha256)));
    const { packed, left } = packChunk(blobs);
    recent.delete(chunk);
    await store.write('ConfigMap', chunkName(chunk), { blobs: packed });
    known.set(chunk, new Set(blobs.keys()));
    if (left > 0)
      log('warn', 'some blobs do not fit the cache in the cluster; they can only be healed while Home Base answers', { chunk, left });
  }

  async function flushNow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    for (const chunk of [...pending.keys()]) {
      const added = pending.get(chunk);
      if (!added) continue;
      pending.delete(chunk);
      writing = added;
      pendingBytes -= sizeOf(added);
      try {
        await writeChunk(chunk, added);
      } catch (error) {
        log('warn', 'blobs could not be kept in the cluster; they are fetched again when they are needed', {
          chunk,
          error: messageOf(error),
        });
      }
    }
  }

  const flush = () => {
    flushing = flushing.then(flushNow);
    return flushing;
  };

  function plan(): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending.size === 0) return;
    if (pendingBytes > pendingLimitBytes) void flush();
    else if (!held) timer = setTimeout(() => void flush(), flushDelayMs);
  }

  return {
    find: async (sha256) => {
      const chunk = chunkOf(sha256);
      const waiting = pending.get(chunk)?.get(sha256) ?? writing.get(sha256);
      if (waiting === undefined && known.get(chunk)?.has(sha256) === false) return undefined;
      const text = waiting ?? (await readChunk(chunk)).get(sha256);
      return text === undefined ? undefined : Buffer.from(text);
    },
    add: (sha256, bytes) => {
      const chunk = chunkOf(sha256);
      const blobs = pending.get(chunk) ?? new Map<string, string>();
      if (blobs.has(sha256)) return;
      pending.set(chunk, blobs.set(sha256, bytes.toString('utf8')));
      pendingBytes += blobs.get(sha256)?.length ?? 0;
      plan();
    },
    hold: (next) => {
      held = next;
      plan();
    },
    flush,
  };
}

const chunkOf = (sha256: string) => Number.parseInt(sha256.slice(0, 2), 16) >> 2;
const chunkName = (chunk: number): StateName => `agent-state-blobs-${String(chunk % chunkCount).padStart(2, '0')}`;
const sizeOf = (blobs: ReadonlyMap<string, string>) => [...blobs.values()].reduce((sum, text) => sum + text.length, 0);

/** Smallest first, so that one giant does not push out a hundred small ones; halves what is packed until it fits. */
function packChunk(blobs: Map<string, string>): { packed: Buffer; left: number } {
  let fitting = [...blobs].sort(([, a], [, b]) => a.length - b.length);
  for (;;) {
    const packed = gzipSync(JSON.stringify(Object.fromEntries(fitting)));
    if (packed.length <= chunkBytes) {
      const names = new Set(fitting.map(([sha256]) => sha256));
      const left = blobs.size - names.size;
      for (const sha256 of blobs.keys()) if (!names.has(sha256)) blobs.delete(sha256);
      return { packed, left };
    }
    fitting = fitting.slice(0, Math.floor(fitting.length * 0.8));
  }
}

/** Only blobs whose bytes still have their digest: a chunk that someone edited loses what was edited, nothing more. */
function unpackChunk(packed: Uint8Array): Map<string, string> {
  try {
    const value: unknown = JSON.parse(gunzipSync(packed, { maxOutputLength: 64 << 20 }).toString('utf8'));
    if (typeof value !== 'object' || value === null) return new Map();
    return new Map(
      Object.entries(value).filter((blob): blob is [string, string] => typeof blob[1] === 'string' && sha256Hex(blob[1]) === blob[0]),
    );
  } catch {
    return new Map();
  }
}
