import { StringDecoder } from 'node:string_decoder';
import { type Answer, asLive, type KubeError, type Live, statusError } from './answer.ts';
import type { Connection } from './connection.ts';
import { digNumber, digObject, digText, isObject } from './json.ts';
import type { KindInfo, KindRef, WatchOptions } from './kube.ts';
import { collectionPath, query } from './paths.ts';
import { parseJson } from './retry.ts';
import type { Cancel } from './streams.ts';

type Need = {
  connection: Connection;
  counters: { requests: number };
  resolve: (kind: KindRef) => Promise<KindInfo | undefined>;
  /** Why a kind was not resolved. */
  notServed: (kind: KindRef) => string;
  /** Pages through a listing; the fallback where the server cannot stream one. */
  list: (info: KindInfo, options: WatchOptions, onItem: (item: Live) => void) => Promise<Answer<{ resourceVersion: string }>>;
};

/** Longer than the minute between two bookmarks: a stream that is silent for this long is dead. */
const silenceMs = 180_000;
const partial = ';as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/**
 * Keeps a watch going until stopped. Begins with a streamed listing (`sendInitialEvents`: objects one by one, so none piles up in memory), or with a
 * paged one where the server cannot; goes on from the last resourceVersion after a break; lists anew after 410 and where a listing broke off. Backoff is
 * jittered.
 */
export function startWatch(need: Need, kind: KindRef, options: WatchOptions): { stop: () => void } {
  let stopped = false;
  let request: Cancel | undefined;
  let timer: NodeJS.Timeout | undefined;
  let resourceVersion = '';
  let listing: Set<string> | undefined;
  let canStreamList = true;
  let failures = 0;

  const again = (message?: string) => {
    if (stopped) return;
    if (message) {
      failures += 1;
      options.onError?.(message);
    }
    const delay = failures === 0 ? 50 + Math.random() * 200 : Math.min(30_000, 250 * 2 ** Math.min(failures, 8)) * (0.5 + Math.random());
    timer = setTimeout(() => void run().catch((error: unknown) => again(String(error))), delay);
    timer.unref();
  };
  const synced = () => {
    if (!listing) return;
    const keys = listing;
    listing = undefined;
    options.onSynced?.(keys);
  };
  const seen = (item: Live) => listing?.add(`${item.metadata.namespace ?? '-'}/${item.metadata.name}`);

  /** Handles one line of the stream; an answer ends the stream with that reason ('' = quietly). */
  const onLine = (line: string, info: KindInfo): string | undefined => {
    const event = parseJson(line);
    if (!isObject(event)) return 'the watch sent a line that is not JSON';
    if (event.type === 'ERROR') {
      const error = statusError(digNumber(event.object, 'code') ?? 0, event.object, undefined);
      if (error.status === 410 || error.reason === 'Expired') {
        resourceVersion = '';
        return '';
      }
      return error.message;
    }
    if (event.type === 'BOOKMARK') {
      // A bookmark is an object of the kind with nothing but a resourceVersion: it has no name.
      const metadata = digObject(event.object, 'metadata');
      const endsListing = digText(digObject(metadata, 'annotations'), 'k8s.io/initial-events-end') === 'true';
      if (!listing || endsListing) resourceVersion = digText(metadata, 'resourceVersion') || resourceVersion;
      if (endsListing) synced();
      return undefined;
    }
    const object = asLive(event.object);
    if (!object) return 'the watch sent an event without an object';
    // A listing comes in order of names: one that breaks off has to begin anew, whatever version came last.
    if (!listing) resourceVersion = object.metadata.resourceVersion || resourceVersion;
    if (event.type !== 'ADDED' && event.type !== 'MODIFIED' && event.type !== 'DELETED') return undefined;
    if (options.metadataOnly)
      Object.assign(object, { apiVersion: info.group ? `${info.group}/${info.version}` : info.version, kind: info.kind });
    if (event.type !== 'DELETED') seen(object);
    options.onEvent({ type: event.type, object });
    return undefined;
  };

  const run = async () => {
    const info = await need.resolve(kind);
    if (stopped) return;
    if (!info) return again(need.notServed(kind));
    if (!resourceVersion && !canStreamList) {
      listing = new Set();
      const answer = await need.list(info, options, (object) => {
        seen(object);
        options.onEvent({ type: 'ADDED', object });
      });
      if (stopped) return;
      if (!answer.ok) return again(answer.error.message);
      resourceVersion = answer.value.resourceVersion;
      synced();
    }
    const streamsList = !resourceVersion;
    if (streamsList) listing = new Set();
    const path =
      collectionPath(info, options.namespace) +
      query({
        watch: 'true',
        allowWatchBookmarks: 'true',
        labelSelector: options.labelSelector,
        fieldSelector: options.fieldSelector,
        ...(streamsList ? { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' } : { resourceVersion }),
      });
    need.counters.requests += 1;
    stream(path, info, streamsList);
  };

  const stream = (path: string, info: KindInfo, streamsList: boolean) => {
    let over = false;
    let silence: NodeJS.Timeout | undefined;
    let mine: Cancel | undefined;
    const end = (message?: string) => {
      if (over) return;
      over = true;
      clearTimeout(silence);
      mine?.destroy();
      again(message || undefined);
    };
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => end('the watch was silent for three minutes'), silenceMs);
      silence.unref();
    };
    mine = need.connection.open(
      { path, accept: options.metadataOnly ? `application/json${partial}` : 'application/json' },
      ({ status, body }) => {
        const decoder = new StringDecoder('utf8');
        let rest: string[] = [];
        const refused = status >= 400;
        body.on('data', (chunk: Buffer) => {
          heard();
          const text = decoder.write(chunk);
          if (refused) {
            rest.push(text);
            return;
          }
          let from = 0;
          for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
            const line = rest.length ? rest.join('') + text.slice(from, at) : text.slice(from, at);
            rest = [];
            from = at + 1;
            if (!line || over || stopped) continue;
            const reason = onLine(line, info);
            if (reason !== undefined) return end(reason);
            // A listing that never comes to its end is no success.
            if (!listing) failures = 0;
          }
          if (from < text.length) rest.push(text.slice(from));
        });
        body.on('error', () => end('the watch was cut off'));
        body.on('close', () => end('the watch was cut off'));
        body.on('end', () => {
          if (!refused) return end();
          const error = statusError(status, parseJson(rest.join('')), undefined);
          if (streamsList && cannotStreamList(error)) {
            canStreamList = false;
            return end();
          }
          if (error.status === 410) resourceVersion = '';
          end(error.message);
        });
      },
      (error) => end(`the API server could not be reached: ${error.message}`),
    );
    request = mine;
    if (over || stopped) mine.destroy();
    else heard();
  };

  void run().catch((error: unknown) => again(String(error)));
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      request?.destroy();
    },
  };
}

function cannotStreamList(error: KubeError): boolean {
  return (error.status === 422 || error.status === 400) && /sendInitialEvents|resourceVersionMatch/.test(error.message);
}
