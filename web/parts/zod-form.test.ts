import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseForm, readQuantities } from './zod-form.ts';

const form = (fields: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

test('a field name cannot ask for millions of entries, endless depth or a prototype', () => {
  const hostile = form([
    ['y[30000000]', 'x'],
    [`a${'.a'.repeat(5000)}`, 'x'],
    ['__proto__.admin', 'x'],
    ['name', 'cache'],
  ]);
  expect([...readQuantities(hostile)]).toEqual([['name', 'cache']]);
  expect(parseForm(hostile, z.object({ name: z.string() })).status).toBe('success');
});

test('one name that comes ten thousand times is read a bounded number of times', () => {
  expect([...readQuantities(form(Array.from({ length: 10_000 }, () => ['roles', 'login'])))].length).toBeLessThanOrEqual(300);
});

test('the rows of a real form are all kept', () => {
  const rows = Array.from({ length: 100 }, (_, index): [string, string] => [`users[${index}].credentialNamespaces[0]`, 'battery-ai']);
  expect([...readQuantities(form(rows))]).toHaveLength(100);
});
