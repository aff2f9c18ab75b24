import { expect, test } from 'vitest';
import { mostLeftOut } from './export-parts.ts';
import { documentText, mostDocumentBytes, mostRenames, partOfProblem, readChoice, readDocumentText } from './import-form.ts';

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

test('a kind or an object may be called as something that every object of JavaScript has', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const { choice } = readChoice(form(names.flatMap((kind) => names.map((name): [string, string] => [`rename:${kind}/${name}`, 'b']))));
  const expected = `{${names.map((kind) => `"${kind}":{${names.map((name) => `"${name}":"b"`).join()}}`).join()}}`;
  expect(JSON.stringify(choice.renames)).toBe(expected);
});

test('more new names, or more that is left out, than one import takes is refused in words, before it is looked at', () => {
  const many = (field: (index: number) => [string, string], count: number) =>
    readChoice(form(Array.from({ length: count }, (_, i) => field(i))));
  const renamed = (index: number): [string, string] => [`rename:redis-instances/a${index}`, 'b'];
  const excluded = (index: number): [string, string] => ['exclude', `redis-instances.a${index}`];

  const most = many(renamed, mostRenames);
  expect(most.wrong).toEqual([]);
  expect(Object.keys(most.choice.renames['redis-instances'] ?? {})).toHaveLength(mostRenames);
  expect(many(renamed, mostRenames + 1)).toMatchObject({
    choice: { renames: {} },
    wrong: ['one import takes at most 1000 new names: leave out some of its objects'],
  });
  expect(many((index) => [`rename:redis-instances/a${index}`, 'not a name'], 3000).wrong).toHaveLength(1);
  expect(many((index) => [`rename:redis-instances/a${index}`, `a${index}`], 3000)).toMatchObject({ choice: { renames: {} }, wrong: [] });

  expect(many(excluded, mostLeftOut)).toMatchObject({ choice: { exclude: { length: mostLeftOut } }, wrong: [] });
  expect(many(excluded, mostLeftOut + 1)).toMatchObject({
    choice: { exclude: [] },
    wrong: [expect.stringContaining('at most 1000 things can be left out, not 1001')],
  });
  expect(many(() => ['exclude', 'a.'.repeat(300)], 1)).toMatchObject({
    choice: { exclude: [] },
    wrong: [expect.stringContaining('there is nothing called "a.a.')],
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
