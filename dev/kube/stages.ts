import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { pollUntil } from '../process/poll.ts';
import type { KubeApi, KubeObject } from './api-client.ts';

const Stage = z.looseObject({
  apiVersion: z.literal('kwok.x-k8s.io/v1alpha1'),
  kind: z.literal('Stage'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ resourceRef: z.object({ apiGroup: z.string(), kind: z.string() }) }),
});
export type Stage = z.infer<typeof Stage>;

/** All Stages of the files in dev/kube/stages. `custom` ones speak of kinds that only exist once their CRD does. */
export function listStages(): { core: Stage[]; custom: Stage[] } {
  const folder = join(import.meta.dirname, 'stages');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const all = files.sort().flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return parseAllDocuments(text).map((document) => Stage.parse(document.toJS()));
  });
  return { core: all.filter((stage) => !isCustom(stage)), custom: all.filter(isCustom) };
}

/** The Stage CRD, the default StorageClass and the Stages of built-in kinds. */
export async function installCoreStages(api: KubeApi): Promise<void> {
  const crdPath = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${stageCrd.metadata.name}`;
  await api.apply(crdPath, stageCrd);
  await api.apply(`/apis/storage.k8s.io/v1/storageclasses/${storageClass.metadata.name}`, storageClass);
  const [first, ...rest] = listStages().core;
  if (!first) throw new Error('dev/kube/stages has no Stage of a built-in kind');
  // Established comes a moment before the path is served.
  await pollUntil('the Stage CRD being served', async () => applyStage(api, first).then(() => true), { timeoutMs: 20_000, everyMs: 30 });
  await Promise.all(rest.map((stage) => applyStage(api, stage)));
}

const TOUCH_AFTER_MS = [0, 1_000, 4_000, 15_000];

/**
 * Applies the Stages of a custom kind when its CRD is Established. kwok looks for the kind only when some Stage changes, and its view of the
 * API may lag behind: so the Stage is touched a few times more. Watches until `close`.
 */
export function touchStagesWhenCrdsAppear(api: KubeApi, log: (line: string) => void): { close: () => void } {
  const { custom } = listStages();
  const seen = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  let watch: { closed: Promise<void>; close: () => void } | undefined;

  const later = (ms: number, work: () => Promise<unknown>) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void work().catch((error) => closed || log(`kwok Stage: ${error.message}`));
    }, ms);
    timers.add(timer);
  };
  const onCrd = ({ type, object }: { type: string; object: KubeObject }) => {
    const crd = Crd.safeParse(object);
    if (!crd.success) return;
    const { uid } = crd.data.metadata;
    const established = crd.data.status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True');
    if (type === 'DELETED' || !established || seen.has(uid)) return;
    const stages = custom.filter((stage) => speaksOf(stage, crd.data));
    seen.add(uid);
    for (const stage of stages) for (const ms of TOUCH_AFTER_MS) later(ms, () => applyStage(api, stage, `${uid}-${ms}`));
  };
  void (async () => {
    // The server ends a watch now and then; a restarted API server ends it too. Without a resourceVersion each begins with all that is there.
    while (!closed) {
      watch = api.watch('/apis/apiextensions.k8s.io/v1/customresourcedefinitions?timeoutSeconds=1800', onCrd);
      await watch.closed;
      if (!closed) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return {
    close: () => {
      closed = true;
      watch?.close();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function applyStage(api: KubeApi, stage: Stage, touched?: string): Promise<unknown> {
  const annotations = touched ? { 'home-base.dev/touched': touched } : undefined;
  return api.apply(`/apis/kwok.x-k8s.io/v1alpha1/stages/${stage.metadata.name}`, {
    ...stage,
    metadata: { ...stage.metadata, annotations },
  });
}

const Crd = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
  }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional() }).optional(),
});

function speaksOf(stage: Stage, { spec }: z.infer<typeof Crd>): boolean {
  const { apiGroup, kind } = stage.spec.resourceRef;
  return kind === spec.names.kind && spec.versions.some((version) => version.served && apiGroup === `${spec.group}/${version.name}`);
}

/** Groups with a dot that is not Kubernetes' own come from a CRD. */
function isCustom({ spec }: Stage): boolean {
  const group = spec.resourceRef.apiGroup.split('/')[0] ?? '';
  return group.includes('.') && (!group.endsWith('.k8s.io') || group.startsWith('gateway.'));
}

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const stageCrd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  // A *.k8s.io group is refused without a word on its approval.
  metadata: { name: 'stages.kwok.x-k8s.io', annotations: { 'api-approved.kubernetes.io': 'unapproved, local simulation only' } },
  spec: {
    group: 'kwok.x-k8s.io',
    scope: 'Cluster',
    names: { kind: 'Stage', listKind: 'StageList', plural: 'stages', singular: 'stage' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec: anything, status: anything } } },
        subresources: { status: {} },
      },
    ],
  },
};
const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'home-base.dev/simulated',
  volumeBindingMode: 'Immediate',
  reclaimPolicy: 'Delete',
  allowVolumeExpansion: true,
};
