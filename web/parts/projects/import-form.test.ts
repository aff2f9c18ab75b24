import { expect, test } from 'vitest';
import { documentText, mostDocumentBytes, partOfProblem, readChoice, readDocumentText } from './import-form.ts';

function form(fields: [string, string | File][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

test('a chosen file wins over pasted text; a file field that was left empty does not', async () => {
  const pasted: [string, string] = ['document', 'pasted'];
  expect(await documentText(form([pasted, ['file', new File(['from a file'], 'shop.json')]]))).toBe('from a file');
  expect(await documentText(form([pasted, ['file', new File([], '')]]))).toBe('pasted');
});

test('whatever is no export is refused in words, before it is looked at', () => {
  const problem = (text: string) => {
    const read = readDocumentText(text);
    return 'problem' in read ? read.problem : undefined;
  };
  expect(problem(' ')).toContain('paste');
  expect(problem('{"payload": {')).toContain('no JSON');
  expect(problem('[]')).toContain('no export');
  expect(problem(JSON.stringify({ payload: 'x' }))).toContain('no export');
  expect(problem(`"${'a'.repeat(mostDocumentBytes)}"`)).toContain('larger');
  expect(problem(JSON.stringify({ payload: { name: 'shop' } }))).toBeUndefined();
});

test('only names that differ are new names, and none of what is left out', () => {
  const read = readChoice(
    form([
      ['name', ' shop-2 '],
      ['rename:redis-instances/cache', 'cache-2'],
      ['rename:postgres-clusters/main', 'main'],
      ['rename:notebooks/lab', 'lab-2'],
      ['exclude', 'notebooks.lab'],
      ['enableBatteries', 'on'],
    ]),
  );
  expect(read).toEqual({
    choice: { name: 'shop-2', renames: { 'redis-instances': { cache: 'cache-2' } }, exclude: ['notebooks.lab'], enableBatteries: true },
    wrong: [],
  });
});

test('what cannot be a name is said, and goes no further', () => {
  const { choice, wrong } = readChoice(
    form([
      ['name', 'Shop'],
      ['rename:redis-instances/cache', 'a b'],
    ]),
  );
  expect(choice).toMatchObject({ name: undefined, renames: {} });
  expect(wrong).toEqual([
    expect.stringContaining('"a b" cannot be the name of cache: use lower-case letters'),
    expect.stringContaining('"Shop" cannot be the name of the project'),
  ]);
});

test('what is wrong with a part of an object can be left out by the name that an import knows it by', () => {
  const document = { payload: { objects: { 'traditional-services': [{ name: 'a' }, { name: 'shop' }] } } };
  const part = (path: string) => partOfProblem(document, `document.payload.${path}`);
  expect(part('objects.traditional-services.1.additionalHosts.0')).toBe('traditional-services.shop.additionalHosts.0');
  expect(part('objects.traditional-services.1.name')).toBeUndefined();
  expect(part('objects.traditional-services.7.env.0')).toBeUndefined();
  expect(part('catalogVersion')).toBeUndefined();
});
