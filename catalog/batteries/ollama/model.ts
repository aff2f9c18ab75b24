import type { Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { ConfigOf } from '../../define.ts';
import { namespacesOf } from '../../namespaces.ts';
import { gib } from '../../objects/fields.ts';
import { type Model, type OllamaModel, ollamaModels } from '../../objects/model.ts';
import { gpuPlacement } from '../../parts/gpu.ts';
import { allowIngress, managedNamespaces } from '../../parts/network-policy.ts';
import { pdb } from '../../parts/pod-disruption-budget.ts';
import { computeResources } from '../../parts/quantity.ts';
import { restrictedContainer, restrictedPod } from '../../parts/security.ts';
import { claimSpec } from '../../parts/volume-claim.ts';
import { spreadOverNodes } from '../../parts/workload.ts';
import type { Owned, Summary } from '../../summary.ts';
import type { ollama } from './battery.ts';

type Config = ConfigOf<typeof ollama>;

export const modelAccount = 'ollama';
const port = 11_434;

/** One model: instances that each keep its weights on a volume, under one Service. */
export function modelResources(model: Owned<Model>, config: Config, summary: Summary): Resource[] {
  const { ai } = namespacesOf(summary);
  const name = `ollama-${model.name}`;
  const pods = {
    'battery/app': 'ollama',
    'battery/component': 'model',
    'battery/model': model.name,
    'battery/weights': weightsKey(model.model),
  };
  return [
    instances(model, config, { name: `${name}-${weightsKey(model.model)}`, serviceName: name, namespace: ai, pods }, summary),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: ai, labels: pods },
      spec: { selector: pods, ports: [{ name: 'http', port, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }] },
    },
    allowIngress(name, ai, pods, [{ from: [managedNamespaces], ports: [port] }]),
    ...(model.instances > 1 ? [pdb(name, ai, pods)] : []),
  ];
}

/**
 * Four characters for the weights, in the name of the StatefulSet: other weights need a volume of another size, which a StatefulSet cannot be given.
 * So it is replaced by another, and its volumes go with it: weights are no data, they are pulled again.
 */
export function weightsKey(model: OllamaModel): string {
  return sha256Hex(model).slice(0, 4);
}

/** The weights, as much again of a part of them while they are pulled, and some room. */
function volumeBytes(model: OllamaModel): number {
  return (Math.ceil((ollamaModels[model].bytes * 1.25) / gib) + 1) * gib;
}

type Place = { name: string; serviceName: string; namespace: string; pods: Record<string, string> };

function instances(model: Model, config: Config, { name, serviceName, namespace, pods }: Place, summary: Summary): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: pods },
    spec: {
      replicas: model.instances,
      serviceName,
      // Instances do not know each other: all may pull at once.
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
      selector: { matchLabels: pods },
      template: {
        metadata: { labels: pods },
        spec: {
          serviceAccountName: modelAccount,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, fsGroupChangePolicy: 'OnRootMismatch' },
          topologySpreadConstraints: spreadOverNodes(pods),
          ...gpuPlacement(model.nodeType, summary),
          initContainers: [pull(model, config)],
          containers: [serve(model, config)],
          volumes: [{ name: 'scratch', emptyDir: {} }],
        },
      },
      volumeClaimTemplates: [
        { metadata: { name: 'weights' }, spec: claimSpec({ bytes: volumeBytes(model.model), storageClass: model.storageClass }) },
      ],
    },
  };
}

/**
 * Brings the weights to the volume before the server starts, so that a pod that is ready can answer. Only a server can pull, so one runs for that
 * long. Weights that are there are not asked for again: a restart needs no network.
 */
const pullScript = `set -eu
ollama serve &
server=$!
until ollama list >/dev/null 2>&1; do
  kill -0 "$server"
  sleep 1
done
ollama show "$MODEL" >/dev/null 2>&1 || ollama pull "$MODEL"
kill "$server"
wait "$server" || true
`;

function pull(model: Model, config: Config) {
  return {
    name: 'pull',
    image: config.image,
    command: ['/bin/sh', '-c', pullScript],
    env: [...environment, noGpu, { name: 'MODEL', value: model.model }],
    resources: computeResources(model),
    securityContext: restrictedContainer,
    volumeMounts,
  };
}

function serve(model: Model, config: Config) {
  const { requests, limits } = computeResources(model);
  const hasGpu = model.gpuCount > 0;
  return {
    name: 'ollama',
    image: config.image,
    env: [
      ...environment,
      ...(hasGpu ? [] : [noGpu]),
      { name: 'OLLAMA_KEEP_ALIVE', value: `${config.keepLoadedMinutes}m` },
      { name: 'OLLAMA_NUM_PARALLEL', value: String(config.parallelRequests) },
    ],
    ports: [{ name: 'http', containerPort: port }],
    startupProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5, failureThreshold: 60 },
    // Says no while the server has not got the model.
    readinessProbe: { exec: { command: ['ollama', 'show', model.model] }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
    resources: { requests, limits: { ...limits, ...(hasGpu && { 'nvidia.com/gpu': String(model.gpuCount) }) } },
    // Nvidia's hook writes the linker cache into a container with GPUs.
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: !hasGpu },
    volumeMounts,
  };
}

const environment = [
  { name: 'OLLAMA_HOST', value: `0.0.0.0:${port}` },
  { name: 'OLLAMA_MODELS', value: '/weights' },
  // Its key pair and what it unpacks.
  { name: 'HOME', value: '/scratch' },
  { name: 'TMPDIR', value: '/scratch' },
];

/** The image asks for all GPUs of its node; without one of its own it must not get those of others. */
const noGpu = { name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' };

const volumeMounts = [
  { name: 'weights', mountPath: '/weights' },
  { name: 'scratch', mountPath: '/scratch' },
];
