import { expect, test } from 'vitest';
import { z } from 'zod';
import { fillName, parseForm, readQuantities } from './zod-form.ts';

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

test('names that are small one by one cannot ask for millions of entries together', () => {
  const names = Array.from({ length: 4000 }, (_, index) => `f${index}${'[999]'.repeat(7)}`);
  expect([...readQuantities(form(names.map((name) => [name, 'x'])))]).toEqual([]);
  const lists = Array.from({ length: 4000 }, (_, index) => `f${index}[999]`);
  expect([...readQuantities(form(lists.map((name) => [name, 'x'])))].length).toBeLessThanOrEqual(5);
});

const schema = z.object({ name: z.string(), users: z.array(z.object({ name: z.string().optional() })).optional() });
const intended = (intent: unknown) => {
  const submission = parseForm(
    form([
      ['name', 'cache'],
      ['users[0].name', 'ada'],
      ['users[1].name', 'bob'],
      ['__intent__', typeof intent === 'string' ? intent : JSON.stringify(intent)],
    ]),
    schema,
  );
  return { status: submission.status, payload: submission.payload };
};
const untouched = { status: 'success', payload: { name: 'cache', users: [{ name: 'ada' }, { name: 'bob' }] } };

test.each([
  ['a place far away', { type: 'update', payload: { name: 'y[30000]', value: 'x' } }],
  ['a place far away beside the name', { type: 'update', payload: { name: 'y', index: 30_000, value: 'x' } }],
  ['endless depth', { type: 'update', payload: { name: `a${'.a'.repeat(50)}`, value: 'x' } }],
  ['a prototype', { type: 'update', payload: { name: 'constructor.prototype.admin', value: 'x' } }],
  ['the whole form', { type: 'update', payload: { name: '', value: 'x' } }],
  ['a row far away', { type: 'insert', payload: { name: 'users', index: 30_000 } }],
  ['a row that is no number', { type: 'remove', payload: { name: 'users', index: '0' } }],
  ['a kind that no form here uses', { type: 'reset', payload: {} }],
  ['a move far away', { type: 'reorder', payload: { name: 'users', from: 0, to: 30_000 } }],
  ['no name', { type: 'insert', payload: null }],
  ['no JSON', '{"type":'],
])('what a form asks of conform is read like its fields: %s is dropped', (_, intent) => {
  expect(intended(intent)).toEqual(untouched);
});

test('where a form stood is not taken from what is sent', () => {
  const sent = form([
    ['name', 'cache'],
    ['__state__', '{"validated":{"y[30000000]":true}}'],
  ]);
  expect([...readQuantities(sent)]).toEqual([['name', 'cache']]);
});

test('without JavaScript rows come and go, and nothing is done', () => {
  const users = (intent: unknown) => {
    const { status, payload } = intended(intent);
    expect(status).toBeUndefined();
    return payload.users;
  };
  expect(users({ type: 'insert', payload: { name: 'users', defaultValue: { name: 'eve' } } })).toEqual([
    { name: 'ada' },
    { name: 'bob' },
    { name: 'eve' },
  ]);
  expect(users({ type: 'insert', payload: { name: 'users' } })).toHaveLength(3);
  expect(users({ type: 'remove', payload: { name: 'users', index: 0 } })).toEqual([{ name: 'bob' }]);
  expect(users({ type: 'update', payload: { name: 'users[1].name', value: 'eve' } })).toEqual([{ name: 'ada' }, { name: 'eve' }]);
  expect(users({ type: 'validate', payload: { name: 'users[1].name' } })).toEqual(untouched.payload.users);
});

test('a button that fills in several fields cannot ask for more than a field can', () => {
  const filled = (filling: unknown) => {
    const { status, payload } = parseForm(
      form([
        ['name', 'cache'],
        [fillName, typeof filling === 'string' ? filling : JSON.stringify(filling)],
      ]),
      schema,
    );
    return { status, payload };
  };
  expect(filled({ memoryBytes: '1 KiB' })).toEqual({ status: undefined, payload: { name: 'cache', memoryBytes: '1024' } });
  const dropped = { status: 'success', payload: { name: 'cache' } };
  expect(filled({ 'y[30000]': 'x' })).toEqual(dropped);
  expect(filled(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 'x'])))).toEqual(dropped);
  expect(filled('{')).toEqual(dropped);
});

test('the rows of a real form are all kept', () => {
  const rows = Array.from({ length: 100 }, (_, index): [string, string] => [`users[${index}].credentialNamespaces[0]`, 'battery-ai']);
  expect([...readQuantities(form(rows))]).toHaveLength(100);
});
