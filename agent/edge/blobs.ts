import type { Resource } from '@home-base/schema/kube/resource.ts';
import { BlobsResponse } from '@home-base/schema/wire/agent.ts';
import type { Entry } from '@home-base/schema/wire/manifest.ts';
import type { Refusals } from '../contract.ts';
import { withRetries } from './backoff.ts';
import type { BlobCache } from './blob-cache.ts';
import { parseJson } from './json-door.ts';
import { verifyBlob } from './manifest.ts';
import { EdgeRefusal } from './refusal.ts';
import type { Requester } from './request.ts';
import type { Signer } from './sign-request.ts';

/** schema/wire/agent.ts BlobsRequest allows 200; an answer is in memory as text and parsed at once, so fewer keep the peak low. */
const batchSize = 60;
const answerBytes = 16 << 20; // 4 MiB of blobs or one of 3 MiB, as JSON text with its escapes
const gatherMs = 4;

export type Blobs = {
  /** The verified resource of an entry: from what just arrived, the cluster's cache, or Home Base. */
  get: (entry: Entry) => Promise<Resource>;
  /** Asks for these now, in this order, ahead of `get`; what fails is asked again when it is needed. */
  prefetch: (entries: readonly Entry[]) => void;
  /** Bytes that came along with a bundle; those that do not verify are refused and fetched again. */
  offer: (entry: Entry, bytes: Buffer) => void;
  stop: () => void;
};

type Waiting = { entry: Entry; resolve: (bytes: Buffer) => void; reject: (error: unknown) => void };

/** Gathers what is asked within a few ms into batches, so that a first apply needs few round trips however the engine asks. */
export function createBlobs({
  requester,
  signer,
  cache,
  refusals,
}: {
  requester: Requester;
  signer: Signer;
  cache: BlobCache;
  refusals: Refusals;
}): Blobs {
  const stopped = new AbortController();
  const inFlight = new Map<string, Promise<Buffer>>();
  let queue: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let batches = 0;

  function fetchOne(entry: Entry): Promise<Buffer> {
    const known = inFlight.get(entry[1]);
    if (known) return known;
    const promise = new Promise<Buffer>((resolve, reject) => queue.push({ entry, resolve, reject }));
    inFlight.set(entry[1], promise);
    promise.then(
      () => inFlight.delete(entry[1]),
      () => inFlight.delete(entry[1]),
    );
    timer ??= setTimeout(drain, gatherMs);
    return promise;
  }

  function drain(): void {
    timer = undefined;
    while (queue.length > 0 && batches < 2) {
      const batch = queue.splice(0, batchSize);
      batches += 1;
      void fetchBatch(batch).finally(() => {
        batches -= 1;
        drain();
      });
    }
  }

  /** One answer holds what fits 4 MiB: the rest of the batch goes back to the head of the queue, as long as each answer brings something. */
  async function fetchBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const wanted = batch.map(({ entry }) => entry[1]);
      const { bytes } = await withRetries(
        () =>
          requester.send({
            method: 'POST',
            path: '/v1/agent/blobs',
            body: { sha256: wanted },
            capBytes: answerBytes,
            signer,
            signal: stopped.signal,
          }),
        { attempts: 4, signal: stopped.signal },
      );
      const { blobs } = parseJson(BlobsResponse, bytes, 'the answer with blobs');
      const absent = batch.filter(({ entry }) => blobs[entry[1]] === undefined);
      if (absent.length === batch.length)
        throw new EdgeRefusal('blob_missing', `Home Base lists but does not serve the blob of ${JSON.stringify(batch[0]?.entry[0])}`);
      for (const waiting of batch) {
        const text = blobs[waiting.entry[1]];
        if (text === undefined) continue;
        try {
          waiting.resolve(keep(waiting.entry, Buffer.from(text)));
        } catch (error) {
          refuse(error);
          waiting.reject(error);
        }
      }
      queue = [...absent, ...queue];
    } catch (error) {
      refuse(error);
      for (const { reject } of batch) reject(error);
    }
  }

  function refuse(error: unknown): void {
    if (error instanceof EdgeRefusal) refusals.record(error.code, error.message);
  }

  /** Verified before anything may keep it: neither the cache nor the engine sees other bytes. */
  function keep(entry: Entry, bytes: Buffer): Buffer {
    verifyBlob(bytes, entry);
    cache.add(entry[1], bytes);
    return bytes;
  }

  return {
    get: async (entry) => {
      const running = inFlight.get(entry[1]);
      const bytes = running ? await running : ((await cache.find(entry[1]).catch(() => undefined)) ?? (await fetchOne(entry)));
      return verifyBlob(bytes, entry);
    },
    prefetch: (entries) => {
      for (const entry of entries) fetchOne(entry).catch(() => {});
    },
    offer: (entry, bytes) => {
      try {
        keep(entry, bytes);
      } catch (error) {
        refuse(error);
      }
    },
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
      for (const { reject } of queue) reject(new Error('the agent stops'));
      queue = [];
    },
  };
}
