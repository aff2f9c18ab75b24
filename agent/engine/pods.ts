import { labels } from '@home-base/schema/kube/labels.ts';
import { mostPods, type Pod, podPhases } from '@home-base/schema/wire/agent.ts';
import { clipText } from '../clip-text.ts';
import type { PodBook } from '../contract.ts';
import type { Live } from '../kube/answer.ts';
import { digList, digNumber, digObject, digText, type JsonObject } from '../kube/json.ts';
import type { Kube } from '../kube/kube.ts';
import type { After } from './context.ts';

export type PodWatcher = {
  /** Begins the watch; from the second call on nothing. */
  start: () => void;
  /** Revision 0: not known yet. Rows only of namespaces in which something of ours is. */
  book: (ours: () => ReadonlySet<string>) => PodBook;
  onChange: (listener: () => void) => void;
  stop: () => void;
};

/** A rollout is told once a second, not once a pod. */
const gatherMs = 1_000;

/**
 * Watches the pods that say whose they are, ours and those that operators make for our custom resources (they pass the label on). One watch, no other
 * request; of a pod only its row is kept, and of at most 2,000 pods.
 */
export function createPodWatcher(kube: Pick<Kube, 'watch'>, after: After, onError: (message: string) => void): PodWatcher {
  const rows = new Map<string, Pod>();
  const listeners: (() => void)[] = [];
  let watch: { stop: () => void } | undefined;
  let cancel: (() => void) | undefined;
  let revision = 0;
  let isSynced = false;

  const changed = () => {
    if (!isSynced) return;
    cancel ??= after(gatherMs, () => {
      cancel = undefined;
      revision += 1;
      for (const listener of listeners) listener();
    });
  };
  const drop = (key: string) => {
    if (rows.delete(key)) changed();
  };

  return {
    start: () => {
      watch ??= kube.watch(
        { group: '', kind: 'Pod' },
        {
          labelSelector: labels.owner,
          onEvent: ({ type, object }) => {
            const key = `${object.metadata.namespace ?? '-'}/${object.metadata.name}`;
            if (type === 'DELETED') return drop(key);
            const row = podRow(object);
            const before = rows.get(key);
            if (before ? isSame(before, row) : rows.size >= mostPods) return;
            rows.set(key, row);
            changed();
          },
          onSynced: (seen) => {
            isSynced = true;
            for (const key of rows.keys()) if (!seen.has(key)) rows.delete(key);
            changed();
          },
          onError,
        },
      );
    },
    book: (ours) => ({
      revision,
      rows: () => {
        const namespaces = ours();
        return [...rows.values()].filter((row) => namespaces.has(row.namespace));
      },
    }),
    onChange: (listener) => void listeners.push(listener),
    stop: () => {
      watch?.stop();
      cancel?.();
    },
  };
}

/** What is told of a pod. Pure; reads with care, for the object is anybody's. */
export function podRow(pod: Live): Pod {
  const { namespace = '-', name, labels: own, deletionTimestamp } = pod.metadata;
  const phase = deletionTimestamp ? 'Terminating' : (podPhases.find((known) => known === digText(pod, 'status', 'phase')) ?? 'Unknown');
  const containers = digList(pod, 'status', 'containerStatuses');
  const all = [...digList(pod, 'status', 'initContainerStatuses'), ...containers];
  const conditions = digList(pod, 'status', 'conditions');
  const ready = !deletionTimestamp && conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  const owner = own?.[labels.owner];
  const app = own?.[labels.app];
  const node = digText(pod, 'spec', 'nodeName');
  const startedAt = digText(pod, 'status', 'startTime');
  const message = ready || phase === 'Succeeded' ? '' : reasonOf(all, conditions);
  return {
    namespace,
    name,
    ...(owner && { owner }),
    ...(app && { app }),
    phase,
    ready,
    restarts: all.reduce((sum, container) => sum + (digNumber(container, 'restartCount') ?? 0), 0),
    ...(node && { node }),
    ...(startedAt && { startedAt }),
    ...(message && { message: clipText(message, 300) }),
  };
}

/** Reasons whose message the kubelet writes from the pod's own spec and names. Others may quote a command or what a program printed. */
const speakable =
  /^(ImagePullBackOff|ErrImagePull|InvalidImageName|ImageInspectError|ErrImageNeverPull|CrashLoopBackOff|CreateContainerConfigError)$/;
/** How every container begins: not worth a word. */
const ordinary = /^(ContainerCreating|PodInitializing)$/;

function reasonOf(containers: readonly JsonObject[], conditions: readonly JsonObject[]): string {
  for (const container of containers) {
    const waiting = digObject(container, 'state', 'waiting');
    const reason = digText(waiting, 'reason');
    if (reason && !ordinary.test(reason)) return withMessage(reason, speakable.test(reason) ? digText(waiting, 'message') : '');
    const ended = digObject(container, 'state', 'terminated');
    const code = digNumber(ended, 'exitCode') ?? 0;
    if (code !== 0) return withMessage(digText(ended, 'reason') || 'Error', `exit code ${code}`);
  }
  const scheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return scheduled ? withMessage(digText(scheduled, 'reason'), digText(scheduled, 'message')) : '';
}

function withMessage(reason: string, message: string): string {
  return [reason, message].filter(Boolean).join(': ');
}

function isSame(a: Pod, b: Pod): boolean {
  return (
    a.phase === b.phase &&
    a.ready === b.ready &&
    a.restarts === b.restarts &&
    a.node === b.node &&
    a.startedAt === b.startedAt &&
    a.message === b.message &&
    a.owner === b.owner &&
    a.app === b.app
  );
}
