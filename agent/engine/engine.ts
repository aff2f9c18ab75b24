import type { Engine } from '../contract.ts';
import type { Kube } from '../kube/kube.ts';

/** One line for the operator's log. Never a Secret's value: the engine redacts before it logs. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, string | number | boolean>) => void;

export type EngineOptions = {
  kube: Kube;
  log?: Log;
  /** Clock in ms; tests inject theirs. Default Date.now. */
  now?: () => number;
  /** Timers; tests inject theirs. Default the global ones. */
  timers?: { set: (run: () => void, delayMs: number) => unknown; clear: (handle: unknown) => void };
  /** Crypto-strong bytes for generated secrets. Default node:crypto randomBytes. */
  random?: (bytes: number) => Uint8Array;
  /** Namespace of `agent-state-*`. Default `home-base`. It must exist (the install manifest makes it). */
  namespace?: string;
  /** Minutes that an unnamed removal is missing before it is done. Default 10 (DESIGN.md 4.4). */
  missingMinutes?: number;
  /** Namespaces that recipes may copy secrets from. Default: any namespace that the API server lets the agent read. */
  secretNamespaces?: readonly string[];
};

/** The apply engine. Makes no request before the first `converge`. Paused is read from the manifest. */
export function createEngine(options: EngineOptions): Engine {
  throw new Error(`the engine of ${options.namespace} is being written`);
}
