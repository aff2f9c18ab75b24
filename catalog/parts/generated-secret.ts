import { type GeneratedSecret, recipeApiVersion } from '@home-base/schema/kube/recipe.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { z } from 'zod';

/** How each key of the Secret comes about. */
export type SecretKeys = z.input<typeof GeneratedSecret>['spec']['keys'];

/** A recipe: the agent makes the Secret of that name in the cluster and keeps it; a higher `version` makes the random keys anew. */
export function generatedSecret({
  name,
  namespace,
  labels,
  version = 1,
  type = 'Opaque',
  keys,
}: {
  name: string;
  namespace: string;
  labels?: Record<string, string>;
  version?: number;
  type?: string;
  keys: SecretKeys;
}): Resource {
  return {
    apiVersion: recipeApiVersion,
    kind: 'GeneratedSecret',
    metadata: { name, namespace, ...(labels && { labels }) },
    spec: { version, type, keys },
  };
}
