import { randomBytes } from 'node:crypto';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { describe, expect, it } from 'vitest';
import type { Live } from '../kube/answer.ts';
import { makeSecret, randomText, recipeVersionAnnotation, secretValues } from './recipes.ts';

const recipe = (keys: object, version = 1): Resource => ({
  apiVersion: 'recipe.home-base/v1',
  kind: 'GeneratedSecret',
  metadata: { name: 's', namespace: 'ns', labels: { a: 'b' } },
  spec: { version, keys },
});
const password = { from: 'random', length: 24 };
const make = async (resource: Resource, live?: Live, sources: Record<string, Record<string, string>> = {}) => {
  const readSecret = async (namespace: string, name: string) => {
    const source = sources[`${namespace}/${name}`];
    return source && new Map(Object.entries(source).map(([key, value]) => [key, Buffer.from(value)]));
  };
  const outcome = await makeSecret(resource, live, { random: randomBytes, readSecret });
  if (!outcome.made) return outcome;
  return {
    ...outcome,
    text: Object.fromEntries(
      [...secretValues({ ...outcome.secret, metadata: { name: 's' } })].map(([key, value]) => [key, value.toString()]),
    ),
  };
};
const asLive = (data: Record<string, string>, version: number): Live => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', annotations: { [recipeVersionAnnotation]: String(version) } },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});

describe('a recipe', () => {
  it('makes random values, fills templates from them, percent-encoded where asked', async () => {
    const outcome = await make(
      recipe({
        user: { from: 'value', value: 'a b' },
        password,
        dsn: { from: 'template', template: 'x://{user}:{password}@h', encode: 'uri' },
        again: { from: 'template', template: '[{dsn}]' },
      }),
    );
    expect(outcome).toMatchObject({
      made: true,
      secret: { kind: 'Secret', type: 'Opaque', metadata: { labels: { a: 'b' }, annotations: { [recipeVersionAnnotation]: '1' } } },
    });
    if (!('text' in outcome)) throw new Error('not made');
    expect(outcome.text.dsn).toBe(`x://a%20b:${outcome.text.password}@h`);
    expect(outcome.text.again).toBe(`[${outcome.text.dsn}]`);
  });

  it('keeps what is there, and makes random values anew when its version rises', async () => {
    const live = asLive({ password: 'kept', old: 'x' }, 1);
    expect(await make(recipe({ password }), live)).toMatchObject({ text: { password: 'kept' } });
    expect(await make(recipe({ password }, 2), live)).not.toMatchObject({ text: { password: 'kept' } });
    // A roll back to a lower version does not rotate again, and is remembered.
    expect(await make(recipe({ password }, 1), asLive({ password: 'second' }, 2))).toMatchObject({
      text: { password: 'second' },
      secret: { metadata: { annotations: { [recipeVersionAnnotation]: '2' } } },
    });
  });

  it('waits for the Secret that it copies from', async () => {
    const copy = recipe({ password: { from: 'secret', namespace: 'db', name: 'owner', key: 'password' } });
    expect(await make(copy)).toEqual({ made: false, waitsFor: 'core/Secret/db/owner', message: 'waits for Secret db/owner' });
    expect(await make(copy, undefined, { 'db/owner': {} })).toMatchObject({
      made: false,
      message: 'waits for key "password" of Secret db/owner',
    });
    expect(await make(copy, undefined, { 'db/owner': { password: 'p' } })).toMatchObject({ text: { password: 'p' } });
  });

  it.each([
    ['an unknown key in a template', { a: { from: 'template', template: '{b}' } }, 'spec.keys.a: the template names {b}'],
    [
      'templates that need each other',
      { a: { from: 'template', template: '{b}' }, b: { from: 'template', template: '{a}' } },
      'need each other',
    ],
    ['a length that is too short', { a: { from: 'random', length: 2 } }, 'spec.keys.a.length'],
  ])('that cannot be followed names the field: %s', async (_, keys, message) => {
    await expect(make(recipe(keys))).rejects.toThrow(message);
  });
});

it('uses every letter of the alphabet about as often as the others', () => {
  const counts = new Map<string, number>();
  for (const letter of randomText(62_000, 'alphanumeric', randomBytes)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(62);
  expect(Math.min(...counts.values())).toBeGreaterThan(800);
  expect(Math.max(...counts.values())).toBeLessThan(1200);
});
