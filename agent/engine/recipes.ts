import { GeneratedSecret, type KeyRecipe, recipeApiVersion } from '@home-base/schema/kube/recipe.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { Live } from '../kube/answer.ts';
import { digObject, textOf } from '../kube/json.ts';

/** Annotation of the made Secret: the recipe's version whose random values it holds. */
export const recipeVersionAnnotation = 'recipe.home-base/version';

export type SecretValues = ReadonlyMap<string, Buffer>;
export type RecipeOutcome = { made: true; secret: Resource } | { made: false; waitsFor: string; message: string };

export function isRecipe(resource: { apiVersion: string }): boolean {
  return resource.apiVersion === recipeApiVersion;
}

/** Values of a Secret as the API server returned it. */
export function secretValues(live: Live | undefined): SecretValues {
  return new Map(Object.entries(digObject(live?.data)).map(([key, value]) => [key, Buffer.from(textOf(value), 'base64')]));
}

/**
 * The plain Secret that a GeneratedSecret stands for. Random values are made once: what the live Secret holds is kept while its version is the
 * recipe's. Throws, naming the field, on a recipe that cannot be followed. Values must never reach a log or a report.
 */
export async function makeSecret(
  resource: Resource,
  live: Live | undefined,
  {
    random,
    readSecret,
  }: { random: (bytes: number) => Uint8Array; readSecret: (namespace: string, name: string) => Promise<SecretValues | undefined> },
): Promise<RecipeOutcome> {
  const parsed = GeneratedSecret.safeParse(resource);
  if (!parsed.success)
    throw new Error(
      `this recipe cannot be followed: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  const { metadata, spec } = parsed.data;
  const liveVersion = versionOf(live, spec.version);
  const kept = live && liveVersion >= spec.version ? secretValues(live) : new Map<string, Buffer>();
  const values = new Map<string, Buffer>();
  for (const [key, recipe] of Object.entries(spec.keys)) {
    if (recipe.from === 'random') values.set(key, kept.get(key) ?? Buffer.from(randomText(recipe.length, recipe.alphabet, random)));
    else if (recipe.from === 'value') values.set(key, Buffer.from(recipe.value));
    else if (recipe.from === 'secret') {
      const source = await readSecret(recipe.namespace, recipe.name);
      const value = source?.get(recipe.key);
      const waitsFor = `core/Secret/${recipe.namespace}/${recipe.name}`;
      if (!value)
        return {
          made: false,
          waitsFor,
          message: source
            ? `waits for key "${recipe.key}" of Secret ${recipe.namespace}/${recipe.name}`
            : `waits for Secret ${recipe.namespace}/${recipe.name}`,
        };
      values.set(key, value);
    }
  }
  fillTemplates(spec.keys, values);
  return {
    made: true,
    secret: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, [recipeVersionAnnotation]: String(Math.max(spec.version, liveVersion)) },
      },
      type: spec.type,
      data: Object.fromEntries(Object.keys(spec.keys).map((key) => [key, values.get(key)?.toString('base64') ?? ''])),
    },
  };
}

/** Templates may use each other; what is left after as many passes as there are keys goes in a circle. */
function fillTemplates(keys: Record<string, KeyRecipe>, values: Map<string, Buffer>): void {
  let open = Object.entries(keys).filter(
    (entry): entry is [string, Extract<KeyRecipe, { from: 'template' }>] => entry[1].from === 'template',
  );
  while (open.length > 0) {
    const left = open.filter(([key, { template, encode }]) => {
      const names = [...template.matchAll(/\{([\w.-]+)\}/g)].map((match) => match[1] ?? '');
      const unknown = names.find((name) => !(name in keys));
      if (unknown !== undefined)
        throw new Error(`this recipe cannot be followed: spec.keys.${key}: the template names {${unknown}}, which is no key of the recipe`);
      if (names.some((name) => !values.has(name))) return true;
      const text = template.replace(/\{([\w.-]+)\}/g, (_, name: string) => {
        const value = values.get(name)?.toString('utf8') ?? '';
        return encode === 'uri' ? encodeURIComponent(value) : value;
      });
      values.set(key, Buffer.from(text));
      return false;
    });
    if (left.length === open.length)
      throw new Error(`this recipe cannot be followed: the templates ${left.map(([key]) => key).join(', ')} need each other`);
    open = left;
  }
}

const alphabets = {
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

/** `length` characters, each equally likely: bytes beyond the last full multiple of the alphabet are thrown away. */
export function randomText(length: number, alphabet: keyof typeof alphabets, random: (bytes: number) => Uint8Array): string {
  const letters = alphabets[alphabet];
  const usable = 256 - (256 % letters.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random(length * 2)) if (byte < usable && text.length < length) text += letters[byte % letters.length];
  }
  return text;
}

/**
 * Version of the values that a live Secret holds; 0 when none of ours made it. The annotation is somebody's to edit: what is no version makes no
 * new values.
 */
function versionOf(live: Live | undefined, asked: number): number {
  const text = live?.metadata.annotations?.[recipeVersionAnnotation];
  if (text === undefined) return 0;
  return /^\d{1,7}$/.test(text) ? Number(text) : asked;
}
