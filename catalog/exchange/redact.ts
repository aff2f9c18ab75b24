import type { RemovedPart, Visibility } from '@home-base/schema/wire/project-export.ts';
import { namespacesOf } from '../namespaces.ts';

/** Names of settings that hold a secret: PASSWORD, DB_PASS, API_KEY, SESSION_SECRET, GITHUB_TOKEN, private.key; not KEYCLOAK_URL, not PASSENGERS. */
const secretName =
  /pass(word|wd|phrase|code)|(^|[_.-])(pass|pwd)([_.-]|$)|basic[_.-]?auth|secret|token|credential|api[_.-]?key|private|(^|[_.-])keys?([_.-]|$)/i;
/** Texts that show themselves, whatever they are part of: each looks at a character a bounded number of times, for texts are long. */
const secretTexts = [
  // A URL with a password in it, or with a token for a user.
  /:\/\/[^\s/:@]*:[^\s/@]+@|:\/\/[^\s/:@]{20,}@/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // `password=x` in a shell command, a connection string or JSON; not `password=$VARIABLE`.
  /(password|passwd|passphrase|passcode|secret|token|(api|access|private)[_-]?key|(?<![a-z])pwd)["']?\s*[=:]\s*["']?[^\s"'$,;&]/i,
  /\b(bearer|basic)\s+[\w+/.~=-]{16}/i,
  // Tokens of GitHub, GitLab, Slack, Stripe and AWS by their prefixes, and JSON Web Tokens.
  /\b(gh[opsur]_|github_pat_|glpat-|xox[abposr]-|sk_live_|AKIA|ASIA)[\w-]{12}|\beyJ[\w-]{8,500}\.[\w-]{8}/,
];
/** `--password`: with its value after `=`, or in the next argument. */
const secretOption = /^--?[\w.-]+$/;
const secretWord = /password|passwd|passphrase|secret|token|api-?key/i;

/**
 * Parts of an object that do not leave with an export, with the reason. Values of the user that look like secrets never do; what only means
 * something in one installation or tells about it stays when others may import. `silent` ones are counters that begin anew elsewhere.
 */
export function partsToRemove(
  kind: string,
  spec: Record<string, unknown> & { name: string },
  visibility: Visibility,
): { removed: RemovedPart[]; silent: string[] } {
  const at = `${kind}.${spec.name}`;
  const silent = pathsOf(spec, at).filter((path) => path.endsWith('.passwordVersion'));
  const removed = [...secretsIn(spec, at), ...boundTo(spec, at)];
  if (visibility === 'private') return { removed, silent };
  return {
    removed: [...removed, ...(kind === 'ip-address-pools' ? [{ path: at, because: 'addresses of your network' }] : local(spec, at))],
    silent,
  };
}

function secretsIn(value: unknown, at: string): RemovedPart[] {
  if (typeof value === 'string') return showsSecret(value) ? [{ path: at, because: 'it holds a password, a token or a private key' }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretItem(value, index, item, `${at}.${index}`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, inner]) => secretsIn(inner, `${at}.${field}`));
}

function secretItem(list: unknown[], index: number, item: unknown, at: string): RemovedPart[] {
  if (isEnvValue(item)) {
    if (secretName.test(item.name)) return [{ path: at, because: `the value of ${item.name} looks like a secret by its name` }];
    return showsSecret(item.value) ? [{ path: at, because: `the value of ${item.name} holds a password, a token or a private key` }] : [];
  }
  const before = list[index - 1];
  const isSecretArgument =
    typeof item === 'string' &&
    (item.includes('=') ? isSecretOption(item.slice(0, item.indexOf('='))) : typeof before === 'string' && isSecretOption(before));
  return isSecretArgument ? [{ path: at, because: 'the argument looks like a secret by its option' }] : secretsIn(item, at);
}

function showsSecret(text: string): boolean {
  return secretTexts.some((pattern) => pattern.test(text));
}

function isSecretOption(name: string): boolean {
  return secretOption.test(name) && secretWord.test(name);
}

function isEnvValue(item: unknown): item is { name: string; value: string } {
  return (
    item !== null &&
    typeof item === 'object' &&
    'source' in item &&
    item.source === 'value' &&
    'name' in item &&
    typeof item.name === 'string' &&
    'value' in item &&
    typeof item.value === 'string'
  );
}

/** Backups lie in the object store of the installation. */
function boundTo(spec: Record<string, unknown>, at: string): RemovedPart[] {
  return spec.restoreFrom === undefined ? [] : [{ path: `${at}.restoreFrom`, because: 'the backup is of this installation' }];
}

const defaultNamespaces: readonly string[] = Object.values(namespacesOf({ batteries: [] }));

function local(spec: Record<string, unknown>, at: string): RemovedPart[] {
  const hosts = Array.isArray(spec.additionalHosts) ? spec.additionalHosts : [];
  const users = Array.isArray(spec.users) ? spec.users : [];
  return [
    ...hosts.map((_, index) => ({ path: `${at}.additionalHosts.${index}`, because: 'a host name of yours' })),
    ...(spec.storageClass === undefined ? [] : [{ path: `${at}.storageClass`, because: 'a storage class of this cluster' }]),
    ...users.flatMap((user: { credentialNamespaces?: string[] }, index) =>
      (user.credentialNamespaces ?? []).flatMap((namespace, place) =>
        defaultNamespaces.includes(namespace)
          ? []
          : [{ path: `${at}.users.${index}.credentialNamespaces.${place}`, because: 'a namespace that others do not have' }],
      ),
    ),
  ];
}

function pathsOf(value: unknown, at: string): string[] {
  if (value === null || typeof value !== 'object') return [at];
  return Object.entries(value).flatMap(([field, inner]) => pathsOf(inner, `${at}.${field}`));
}
