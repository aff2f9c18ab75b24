import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { annotations, labels, managedByValue } from '@home-base/schema/kube/labels.ts';
import { recipeApiVersion } from '@home-base/schema/kube/recipe.ts';
import { formatKey, type Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';

type Labels = Record<string, string>;
type Finding = (key: string) => Resource | undefined;
type Template = { metadata?: { labels?: Labels; annotations?: Labels }; spec?: PodSpec };

/** What of a pod's spec names configuration. */
type PodSpec = { containers?: PodContainer[]; initContainers?: PodContainer[]; volumes?: PodVolume[] };
type Named = { name?: string };
type PodContainer = {
  envFrom?: { configMapRef?: Named; secretRef?: Named }[];
  env?: { valueFrom?: { configMapKeyRef?: Named; secretKeyRef?: Named } }[];
};
type Source = { configMap?: Named; secret?: { name?: string; secretName?: string } };
type PodVolume = Source & { projected?: { sources?: Source[] } };

/**
 * Labels that everything carries, once for all batteries. What a generator set wins. No version label: it would change every object, and every
 * StatefulSet that an operator selects by our labels, with each release of the catalog.
 */
export function withLabels(resource: Resource, { battery, owner }: { battery: string; owner: string }): Resource {
  const own = resource.metadata.labels ?? {};
  const app = own[labels.app] ?? battery.replaceAll('_', '-');
  const component = own[labels.component];
  const all: Labels = {
    [labels.managed]: 'true',
    [labels.app]: app,
    [labels.owner]: owner,
    [labels.name]: app,
    [labels.managedBy]: managedByValue,
    ...(component && { [labels.componentName]: component }),
    ...own,
  };
  return { ...resource, metadata: { ...resource.metadata, labels: all } };
}

/** Pod templates get the labels too, and a hash of the configuration they mount, so that pods are replaced when it changes. */
export function withPodTemplate(resource: Resource, find: Finding): Resource {
  if (resource.kind === 'CronJob') {
    const spec = fieldsOf(resource.spec);
    const job = fieldsOf(spec.jobTemplate);
    const jobSpec = fieldsOf(job.spec);
    return {
      ...resource,
      spec: { ...spec, jobTemplate: { ...job, spec: { ...jobSpec, template: finishTemplate(jobSpec.template, resource, find) } } },
    };
  }
  if (!workloads.has(resource.kind) || !/^(apps|batch)\//.test(resource.apiVersion)) return resource;
  const spec = fieldsOf(resource.spec);
  return { ...resource, spec: { ...spec, template: finishTemplate(spec.template, resource, find) } };
}

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function finishTemplate(value: unknown, { metadata }: Resource, find: Finding): Template {
  const template: Template = fieldsOf(value);
  const hash = template.spec && configHash(template.spec, metadata.namespace, find);
  return {
    ...template,
    metadata: {
      ...template.metadata,
      labels: { ...metadata.labels, ...template.metadata?.labels },
      ...((hash || template.metadata?.annotations) && {
        annotations: { ...template.metadata?.annotations, ...(hash && { [annotations.configHash]: hash }) },
      }),
    },
  };
}

/** Hash of the ConfigMaps' data and the recipes' versions that the pod reads; undefined when it reads none of ours. */
function configHash(spec: PodSpec, namespace: string | undefined, find: Finding): string | undefined {
  const read: Record<string, unknown> = {};
  for (const { kind, name } of references(spec)) {
    const key =
      kind === 'ConfigMap'
        ? formatKey({ group: '', kind, namespace, name })
        : formatKey({ group: recipeGroup, kind: 'GeneratedSecret', namespace, name });
    const found = find(key);
    if (found) read[key] = kind === 'ConfigMap' ? { data: found.data, binaryData: found.binaryData } : found.spec;
  }
  return Object.keys(read).length > 0 ? sha256Hex(canonicalText(read)).slice(0, 16) : undefined;
}

const recipeGroup = recipeApiVersion.slice(0, recipeApiVersion.indexOf('/'));

function* references(spec: PodSpec): Generator<{ kind: 'ConfigMap' | 'Secret'; name: string }> {
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const { configMapRef, secretRef } of container.envFrom ?? []) yield* named(configMapRef?.name, secretRef?.name);
    for (const { valueFrom } of container.env ?? []) yield* named(valueFrom?.configMapKeyRef?.name, valueFrom?.secretKeyRef?.name);
  }
  for (const volume of spec.volumes ?? []) {
    for (const { configMap, secret } of [volume, ...(volume.projected?.sources ?? [])])
      yield* named(configMap?.name, secret?.secretName ?? secret?.name);
  }
}

function* named(configMap: string | undefined, secret: string | undefined): Generator<{ kind: 'ConfigMap' | 'Secret'; name: string }> {
  if (configMap) yield { kind: 'ConfigMap', name: configMap };
  if (secret) yield { kind: 'Secret', name: secret };
}
