import type { DesiredState } from '../contract.ts';
import type { Live } from '../kube/answer.ts';
import type { Kube } from '../kube/kube.ts';
import type { Log } from './engine.ts';
import type { Index } from './index.ts';
import type { StatusBook } from './status.ts';
import type { WebhookGate } from './webhooks.ts';

/** Runs something later; the answer cancels it. */
export type After = (delayMs: number, run: () => void) => () => void;

/** What the parts of one engine share. */
export type Context = {
  kube: Kube;
  log: Log;
  now: () => number;
  after: After;
  random: (bytes: number) => Uint8Array;
  namespace: string;
  index: Index;
  status: StatusBook;
  /** One piece of work on a key at a time. */
  lock: KeyLock;
  /** Told of every object that was just applied, with the API server's answer. */
  onApplied: (key: string, live: Live) => void;
  /** When the definitions of a group last changed (ms): the API server takes a moment to know their new fields. */
  definedAt: Map<string, number>;
  /** Namespaces that recipes may copy from. */
  isSecretSource: (namespace: string) => boolean;
  /** The newest desired state, with the gate that belongs to it; undefined before the first. */
  current: () => { desired: DesiredState; gate: WebhookGate } | undefined;
};

export type KeyLock = { run: <T>(key: string, work: () => Promise<T>) => Promise<T>; isHeld: (key: string) => boolean };

export function createKeyLock(): KeyLock {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run: async (key, work) => {
      const before = tails.get(key);
      const result = (before ?? Promise.resolve()).then(work, work);
      const tail = result.catch(() => undefined);
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
    isHeld: (key) => tails.has(key),
  };
}
