import { randomBytes } from 'node:crypto';
import type { ResourceReport } from '@home-base/schema/wire/agent.ts';
import { inject } from 'vitest';
import type { Engine } from '../../contract.ts';
import type { Live } from '../../kube/answer.ts';
import type { KubeConfig } from '../../kube/config.ts';
import { createConnection } from '../../kube/connection.ts';
import { createKube, type Kube, type ObjectRef } from '../../kube/kube.ts';
import { readKubeconfig } from '../../kube/kubeconfig.ts';
import { collectionPath, objectPath } from '../../kube/paths.ts';
import { parseJson } from '../../kube/retry.ts';
import { createEngine, type EngineOptions } from '../engine.ts';

export type Cluster = {
  config: KubeConfig;
  kube: Kube;
  /** Name that no other test uses. */
  name: (prefix: string) => string;
  /** An engine with state of its own; `home` of an earlier one to be its successor. */
  engine: (options?: Partial<EngineOptions> & { home?: string }) => Promise<{ engine: Engine; kube: Kube; home: string; logs: string[] }>;
  /** Another client's write, as that field manager. */
  edit: (
    manager: string,
    ref: ObjectRef,
    patch: unknown,
    options?: { type?: 'merge' | 'strategic' | 'json'; subresource?: string },
  ) => Promise<{ status: number; body: unknown }>;
  post: (
    manager: string,
    object: { apiVersion: string; kind: string; metadata: { name: string; namespace?: string }; [field: string]: unknown },
  ) => Promise<{ status: number; body: unknown }>;
  live: (ref: ObjectRef) => Promise<Live | undefined>;
  close: () => Promise<void>;
};

/** The shared control plane of ./global-setup.ts, or another. */
export function openCluster(config: KubeConfig = readKubeconfig(inject('kubeconfigPath'))): Cluster {
  const kube = createKube(config);
  const connection = createConnection(config);
  const opened: { engine: Engine; kube: Kube }[] = [];
  const send = async (method: string, path: string, contentType: string, body: unknown) => {
    const response = await connection.send({ method, path, contentType, body: JSON.stringify(body) });
    return { status: response.status, body: parseJson(response.text) };
  };
  const infoOf = async (ref: ObjectRef) => {
    const info = await kube.resolve({ group: ref.group, kind: ref.kind });
    if (!info) throw new Error(`${ref.kind} is not served`);
    return info;
  };
  return {
    config,
    kube,
    name: (prefix) => `${prefix}-${randomBytes(4).toString('hex')}`,
    engine: async ({ home = `agent-${randomBytes(4).toString('hex')}`, ...options } = {}) => {
      const logs: string[] = [];
      const own = options.kube ?? createKube(config);
      await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } });
      const engine = createEngine({
        kube: own,
        namespace: home,
        adoptStrays: false,
        log: (level, message, fields) => logs.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`),
        ...options,
      });
      opened.push({ engine, kube: own });
      return { engine, kube: own, home, logs };
    },
    edit: async (manager, ref, patch, { type = 'merge', subresource } = {}) => {
      const path = objectPath(await infoOf(ref), ref.namespace, ref.name) + (subresource ? `/${subresource}` : '');
      const contentType = {
        merge: 'application/merge-patch+json',
        strategic: 'application/strategic-merge-patch+json',
        json: 'application/json-patch+json',
      }[type];
      return send('PATCH', `${path}?fieldManager=${manager}`, contentType, patch);
    },
    post: async (manager, object) => {
      const slash = object.apiVersion.indexOf('/');
      const info = await infoOf({ group: slash < 0 ? '' : object.apiVersion.slice(0, slash), kind: object.kind, name: '' });
      return send('POST', `${collectionPath(info, object.metadata.namespace)}?fieldManager=${manager}`, 'application/json', object);
    },
    live: async (ref) => {
      const answer = await kube.get(ref);
      if (answer.ok) return answer.value;
      if (answer.error.status === 404) return undefined;
      throw new Error(answer.error.message);
    },
    close: async () => {
      for (const { engine } of opened) await engine.stop();
      for (const { kube: own } of opened) own.close();
      kube.close();
      connection.close();
    },
  };
}

/** Waits for a condition, with what was seen last in the error. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 45_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`did not come within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The report of a key once it is as wanted. */
export function reported(
  engine: Engine,
  key: string,
  isWanted: (report: ResourceReport) => boolean,
  timeoutMs?: number,
): Promise<ResourceReport> {
  return until(
    `${key} (last: ${JSON.stringify(engine.status().get(key))})`,
    () => {
      const report = engine.status().get(key);
      return report && isWanted(report) ? report : undefined;
    },
    timeoutMs,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; now ${JSON.stringify(engine.status().get(key))}`);
  });
}
