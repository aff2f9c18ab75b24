import { formatKey, parseKey } from '@home-base/schema/kube/resource.ts';
import type { KubeError } from '../kube/answer.ts';
import { isPathMissing } from '../kube/kube.ts';

/** How applying one object ended, when it did not succeed. `soon`: worth a look again within this round. */
export type Setback = {
  state: 'waiting' | 'failed' | 'pending';
  message: string;
  waitsFor?: string;
  soon?: boolean;
  unreachable?: boolean;
};

/** What an error of the API server means for the object with this key, in words for people. Secrets: the reason and the fields, never the text. */
export function setbackOf(key: string, error: KubeError): Setback {
  const { group, kind, namespace } = parseKey(key);
  const namespaceKey = formatKey({ group: '', kind: 'Namespace', name: namespace ?? '' });
  const isSecret = kind === 'Secret' || group === 'recipe.home-base';
  const message = isSecret ? withoutValues(error) : error.message;
  if (error.type === 'network' || error.type === 'timeout') return { state: 'pending', message, unreachable: true };
  if (error.type === 'aborted') return { state: 'pending', message: 'was put off for a newer version' };
  if (error.type === 'unknown-kind')
    return { state: 'waiting', message, waitsFor: `apiextensions.k8s.io/CustomResourceDefinition/-/*.${group}` };
  if (
    error.status === 403 &&
    (error.causes.some((cause) => cause.reason === 'NamespaceTerminating') || /because it is being terminated/.test(error.message))
  ) {
    return {
      state: 'waiting',
      message: `namespace ${namespace} is being deleted; this is applied when it has gone and is there again`,
      waitsFor: namespaceKey,
    };
  }
  if (error.status === 404 && /namespaces? "[^"]*" not found/.test(error.message))
    return { state: 'waiting', message: `namespace ${namespace} does not exist`, waitsFor: namespaceKey };
  if (isPathMissing(error))
    return {
      state: 'waiting',
      message: `the API server does not serve ${kind} of ${group || 'core'} yet`,
      waitsFor: `apiextensions.k8s.io/CustomResourceDefinition/-/*.${group}`,
      soon: true,
    };
  if (error.status === 500 && /webhook/.test(error.message)) return { state: 'waiting', message };
  if (error.status === 409) return { state: 'waiting', message };
  if (error.status === 429 || error.status >= 500)
    return { state: 'pending', message: `the API server is overloaded or not well (${error.status}): ${message}` };
  if (error.status === 413 || /request entity too large|limit is 3145728|etcdserver: request is too large/i.test(error.message))
    return { state: 'failed', message: `the object is too large for the API server: ${message}` };
  const immutable = immutableFields(error);
  if (immutable.length > 0)
    return {
      state: 'failed',
      message: `${immutable.join(', ')} cannot be changed on an existing ${kind}; delete the object, or let its resource allow recreation. ${message}`,
    };
  return { state: 'failed', message };
}

/** Fields that the API server calls immutable; empty when that is not why it refused. */
export function immutableFields(error: KubeError): string[] {
  if (error.status !== 422) return [];
  const about = error.causes.filter((cause) =>
    /immutable|may not be changed|cannot be changed|updates to .* fields other than|may not change once set|is forbidden after creation/i.test(
      cause.message,
    ),
  );
  return [...new Set(about.map((cause) => cause.field || 'a field'))];
}

/** `manager: field` for each field that an unforced apply would have to take. */
export function conflictsOf(error: KubeError): string[] {
  if (error.status !== 409) return [];
  return error.causes
    .filter((cause) => cause.reason === 'FieldManagerConflict')
    .map((cause) => `${/conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? 'unknown'}: ${cause.field}`);
}

function withoutValues(error: KubeError): string {
  if (error.type !== 'status') return error.message;
  const fields = error.causes.map((cause) => cause.field).filter(Boolean);
  return `${error.status} ${error.reason}${fields.length > 0 ? ` at ${[...new Set(fields)].join(', ')}` : ''} (the text is left out: it may quote a value)`;
}
