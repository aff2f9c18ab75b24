import { expect, test } from 'vitest';
import { findUuid, idSchema, toId } from './id.ts';

const uuid = '019a9f00-1234-7abc-8def-0123456789ab';

test('an id on the wire names the same row as its UUID in the database', () => {
  const id = toId('installation', uuid);
  expect(id).toMatch(/^inst_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  expect(findUuid('installation', id)).toBe(uuid);
});

test('an id of another kind is not accepted where an installation is meant', () => {
  const id = toId('org', uuid);
  expect(findUuid('installation', id)).toBeUndefined();
  expect(idSchema('installation').safeParse(id).success).toBe(false);
});

test.each(['', 'inst_', 'inst_1', 'INST_01k4m2r8fhe9qv7n3p5s6t8w9x', 'inst_zzzzzzzzzzzzzzzzzzzzzzzzzz', '../etc'])(
  'the text %j is refused as an id',
  (text) => {
    expect(idSchema('installation').safeParse(text).success).toBe(false);
  },
);
