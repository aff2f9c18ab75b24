import type { Resource } from '@home-base/schema/kube/resource.ts';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { crdName, customKinds } from '../custom-kinds.ts';
import type { LockFile } from './lock.ts';

/** What we read of a definition; the rest passes through untouched. */
const Definition = z.looseObject({
  apiVersion: z.literal('apiextensions.k8s.io/v1'),
  kind: z.literal('CustomResourceDefinition'),
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({
    group: z.string(),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.looseObject({
      kind: z.string(),
      plural: z.string(),
      singular: z.string().optional(),
      shortNames: z.array(z.string()).optional(),
    }),
    versions: z.array(
      z.looseObject({
        name: z.string(),
        served: z.boolean(),
        storage: z.boolean(),
        subresources: z.looseObject({ status: z.unknown() }).partial().optional(),
      }),
    ),
    conversion: z
      .looseObject({
        strategy: z.string(),
        webhook: z
          .looseObject({ clientConfig: z.looseObject({ service: z.looseObject({ name: z.string(), namespace: z.string() }) }) })
          .optional(),
      })
      .optional(),
  }),
});
type Definition = z.infer<typeof Definition>;

const maxDocuments = 200;

/** The definitions of one file, checked against the lock's inventory and the kind registry, with our conversion webhook. Throws on any difference. */
export function readDefinitions(file: LockFile, text: string): Resource[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  if (documents.length > maxDocuments) throw new Error(`${file.path} of ${file.repo} holds more than ${maxDocuments} documents: refused`);
  const definitions: Definition[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error) throw new Error(`${file.path} of ${file.repo} is not YAML: ${error.message}`);
    // No aliases: a few bytes of them could stand for gigabytes.
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    if (isDefinition(value)) definitions.push(Definition.parse(value));
  }
  requireInventory(file, definitions);
  return definitions.map((definition) => toResource(file, definition));
}

function isDefinition(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'CustomResourceDefinition';
}

function requireInventory(file: LockFile, definitions: Definition[]): void {
  const names = definitions.map(({ metadata }) => metadata.name).sort();
  const expected = [...file.crds].sort();
  if (names.join() !== expected.join())
    throw new Error(`${file.path} of ${file.repo} defines ${names.join(', ')} and the lock expects ${expected.join(', ')}: refused`);
  for (const definition of definitions) requireRegistered(file, definition);
}

function requireRegistered(file: LockFile, { metadata, spec }: Definition): void {
  const kind = customKinds.find((candidate) => crdName(candidate) === metadata.name);
  if (!kind) throw new Error(`${metadata.name} is not in catalog/kinds.ts: add it`);
  const facts = (value: object) => JSON.stringify(value);
  const registered = facts({
    battery: kind.battery,
    kind: kind.kind,
    singular: kind.singular,
    short: kind.shortNames ?? [],
    scope: kind.scope,
    versions: kind.versions,
  });
  const found = facts({
    battery: file.battery,
    kind: spec.names.kind,
    singular: spec.names.singular,
    short: spec.names.shortNames ?? [],
    scope: spec.scope,
    versions: spec.versions.map(({ name, storage, served, subresources }) => ({
      name,
      storage,
      served,
      status: subresources?.status !== undefined,
    })),
  });
  if (registered !== found) throw new Error(`${metadata.name} is ${found} and catalog/kinds.ts says ${registered}: make them agree`);
}

function toResource(file: LockFile, { metadata, spec, apiVersion, kind }: Definition): Resource {
  const { name, annotations, labels } = metadata;
  const inject = file.conversion?.injectCaFromSecret;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(labels && { labels }),
      ...((annotations || inject) && {
        annotations: { ...annotations, ...(inject && { 'cert-manager.io/inject-ca-from-secret': inject }) },
      }),
    },
    spec: { ...spec, ...(spec.conversion && { conversion: ourConversion(file, name, spec.conversion) }) },
  };
}

function ourConversion(file: LockFile, name: string, conversion: NonNullable<Definition['spec']['conversion']>) {
  const { webhook } = conversion;
  if (!webhook) return conversion;
  if (!file.conversion) throw new Error(`${name} converts through a webhook and the lock says not where it answers: add "conversion"`);
  const { service, namespace } = file.conversion;
  // No caBundle: the operator writes its own.
  const { caBundle: _upstreams, ...clientConfig } = webhook.clientConfig;
  return {
    ...conversion,
    webhook: { ...webhook, clientConfig: { ...clientConfig, service: { ...clientConfig.service, name: service, namespace } } },
  };
}
