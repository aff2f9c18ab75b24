import type { ObjectMeta } from '@home-base/schema/kube/resource.ts';
import { isObject, textOf } from './json.ts';

/** One field-ownership entry, as the API server keeps it in `metadata.managedFields`. */
export type ManagedFields = {
  manager: string;
  operation: string;
  subresource?: string;
  time?: string;
  fieldsV1?: FieldSet;
  [field: string]: unknown;
};
export type FieldSet = { [token: string]: FieldSet };

export type LiveMeta = ObjectMeta & {
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  managedFields?: ManagedFields[];
};

/** An object as the API server returned it. Only apiVersion, kind and metadata.name are checked; the rest is read with care (./json.ts). */
export type Live = { apiVersion: string; kind: string; metadata: LiveMeta; [field: string]: unknown };

/** Why a request did not do what it should. `status` is the HTTP status, 0 where no answer came. */
export type KubeError = {
  type: 'status' | 'network' | 'timeout' | 'aborted' | 'unknown-kind';
  status: number;
  reason: string;
  message: string;
  causes: { reason: string; field: string; message: string }[];
  retryAfterMs?: number;
};

export type Answer<T> = { ok: true; value: T; warnings: string[] } | { ok: false; error: KubeError };

/** A parsed body as an object of the cluster; undefined when it is not one. */
export function asLive(value: unknown): Live | undefined {
  return isLive(value) ? value : undefined;
}

function isLive(value: unknown): value is Live {
  return (
    isObject(value) &&
    typeof value.kind === 'string' &&
    typeof value.apiVersion === 'string' &&
    isObject(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** An answer's body (a Status object, usually) as an error. */
export function statusError(status: number, body: unknown, retryAfter: string | undefined): KubeError {
  const root = isObject(body) ? body : {};
  const details = isObject(root.details) ? root.details : {};
  const causes = Array.isArray(details.causes) ? details.causes.filter(isObject) : [];
  const seconds = Number(retryAfter ?? details.retryAfterSeconds);
  return {
    type: 'status',
    status,
    reason: textOf(root.reason) || `HTTP ${status}`,
    message: textOf(root.message) || `the API server answered ${status}`,
    causes: causes.map((cause) => ({ reason: textOf(cause.reason), field: textOf(cause.field), message: textOf(cause.message) })),
    ...(Number.isFinite(seconds) && seconds >= 0 && (retryAfter !== undefined || details.retryAfterSeconds !== undefined)
      ? { retryAfterMs: seconds * 1000 }
      : {}),
  };
}

export function failure(type: KubeError['type'], message: string): { ok: false; error: KubeError } {
  return { ok: false, error: { type, status: 0, reason: type, message, causes: [] } };
}
