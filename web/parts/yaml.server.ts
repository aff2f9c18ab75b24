import { stringify } from 'yaml';
import { z } from 'zod';

const Metadata = z.looseObject({ name: z.string(), namespace: z.string().optional() });

/** A resource as YAML, in the order in which people read it: what it is, its name, the rest. Undefined is no text. */
export function toYaml(resource: Record<string, unknown> | undefined): string {
  if (!resource) return '';
  const { apiVersion, kind, metadata, ...rest } = resource;
  const { name, namespace, ...others } = Metadata.parse(metadata);
  return stringify({ apiVersion, kind, metadata: { name, namespace, ...others }, ...rest }, { lineWidth: 0, aliasDuplicateObjects: false });
}
