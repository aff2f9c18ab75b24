import { expect, test } from 'vitest';
import { diffFields } from './diff-fields.ts';

test.each(['constructor', 'toString', '__proto__'])('a field that every object inherits is there only where it was written: %s', (name) => {
  const written: unknown = JSON.parse(`{"labels":{"${name}":"mine"}}`);
  const path = `labels.${name}`;
  expect(diffFields({ labels: {} }, written)).toEqual([{ path, after: 'mine' }]);
  expect(diffFields(written, { labels: {} })).toEqual([{ path, before: 'mine' }]);
  expect(diffFields(written, structuredClone(written))).toEqual([]);
});

test('lists of named things are paired by name, other lists by place', () => {
  const one = { name: 'one', image: 'a' };
  expect(diffFields({ containers: [one] }, { containers: [{ name: 'zero' }, { ...one, image: 'b' }] })).toEqual([
    { path: 'containers[one].image', before: 'a', after: 'b' },
    { path: 'containers[zero]', after: { name: 'zero' } },
  ]);
  expect(diffFields({ args: ['a', 'b'] }, { args: ['a'] })).toEqual([{ path: 'args[1]', before: 'b' }]);
});
