import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { LogLevel } from './log.ts';

export type AgentConfig = {
  homeBaseUrl: URL;
  /** Read once, for enrolment; undefined when the agent has enrolled before and the Secret was taken away. */
  enrolmentToken: string | undefined;
  /** sha256 of the first trusted root metadata, pinned by the one-liner. */
  rootSha256: string;
  /** File of a kubeconfig; undefined: the ServiceAccount of the pod. */
  kubeconfig: string | undefined;
  /** Where that ServiceAccount is mounted, if not where Kubernetes mounts it (on a developer's machine). */
  serviceAccountDir: string | undefined;
  pollSeconds: number;
  /** Where /healthz, /readyz and /metrics listen; undefined: nowhere. */
  listen: { host: string; port: number } | undefined;
  /** A private directory is made below it for tuf-js, which works on files. Nothing there has to survive a restart. */
  dataDir: string;
  logLevel: LogLevel;
};

/** A setting that makes a start impossible. Its message is one sentence that names the setting and the fix. */
export class ConfigError extends Error {}

/** Settings from the environment and the files it names. Throws ConfigError at the first that cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): AgentConfig {
  return {
    homeBaseUrl: readUrl(env.HOME_BASE_URL),
    enrolmentToken: readToken(env),
    rootSha256: readRootSha256(env.HOME_BASE_ROOT_SHA256),
    kubeconfig: env.KUBECONFIG || undefined,
    serviceAccountDir: env.HOME_BASE_SERVICE_ACCOUNT || undefined,
    pollSeconds: readSeconds(env.HOME_BASE_POLL_SECONDS),
    listen: readListen(env.HOME_BASE_LISTEN ?? ':8080'),
    dataDir: env.HOME_BASE_DATA || tmpdir(),
    logLevel: readLevel(env.HOME_BASE_LOG_LEVEL),
  };
}

function readUrl(text: string | undefined): URL {
  if (!text) throw new ConfigError('HOME_BASE_URL is not set: give the address of Home Base, such as https://home-base.example.');
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new ConfigError(`HOME_BASE_URL is "${text}", which is no http or https address.`);
  if (url.username || url.password)
    throw new ConfigError('HOME_BASE_URL must not carry a user name or password: the agent signs its requests.');
  return url;
}

function readToken(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env.HOME_BASE_ENROLMENT_TOKEN_FILE;
  if (!file) return env.HOME_BASE_ENROLMENT_TOKEN?.trim() || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    // The Secret is optional in the pod: it may be deleted once the agent has enrolled.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ConfigError(`HOME_BASE_ENROLMENT_TOKEN_FILE names ${file}, which cannot be read: mount the Secret with the token there.`);
  }
}

function readRootSha256(text: string | undefined): string {
  const sha256 = text?.trim().toLowerCase() ?? '';
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new ConfigError('HOME_BASE_ROOT_SHA256 must be the sha256 of the trusted root, 64 hex digits, as the one-liner carries it.');
  return sha256;
}

function readSeconds(text: string | undefined): number {
  const seconds = Number(text || 30);
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 3600)
    throw new ConfigError(`HOME_BASE_POLL_SECONDS is "${text}": give a number from 1 to 3600.`);
  return seconds;
}

function readListen(text: string): AgentConfig['listen'] {
  if (text === '' || text === 'off') return undefined;
  const match = /^(.*):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (!match || port > 65_535)
    throw new ConfigError(`HOME_BASE_LISTEN is "${text}": give an address such as :8080 or 127.0.0.1:8080, or "off".`);
  return { host: match[1] || '0.0.0.0', port };
}

function readLevel(text: string | undefined): LogLevel {
  if (text === undefined || text === '') return 'info';
  if (text === 'debug' || text === 'info' || text === 'warn' || text === 'error') return text;
  throw new ConfigError(`HOME_BASE_LOG_LEVEL is "${text}": give debug, info, warn or error.`);
}
