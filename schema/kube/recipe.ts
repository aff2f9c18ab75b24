import { z } from 'zod';

/**
 * Entries that only the agent understands: the cluster gets a plain Secret. No plaintext value ever leaves the cluster (DESIGN.md 4.2).
 * A GeneratedSecret is a recipe. Its keys are made once and kept; a higher `version` makes the random ones anew.
 */
export const recipeApiVersion = 'recipe.home-base/v1';

const KeyRecipe = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('random'),
    length: z.number().int().min(8).max(256),
    alphabet: z.enum(['alphanumeric', 'hex', 'base64url']).default('alphanumeric'),
  }),
  z.object({ from: z.literal('value'), value: z.string() }),
  /** `{key}` stands for another key of this recipe, percent-encoded when `encode` is 'uri'. */
  z.object({ from: z.literal('template'), template: z.string(), encode: z.enum(['none', 'uri']).default('none') }),
  /** The value of a key of another Secret of this installation, in an allowed namespace; waits until it is there. */
  z.object({ from: z.literal('secret'), namespace: z.string(), name: z.string(), key: z.string() }),
]);
export type KeyRecipe = z.infer<typeof KeyRecipe>;

export const GeneratedSecret = z.object({
  apiVersion: z.literal(recipeApiVersion),
  kind: z.literal('GeneratedSecret'),
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({ version: z.number().int().min(1), type: z.string().default('Opaque'), keys: z.record(z.string(), KeyRecipe) }),
});
export type GeneratedSecret = z.infer<typeof GeneratedSecret>;
