import { expect, test } from 'vitest';
import { fieldsOf } from './form.ts';
import { PostgresCluster } from './objects/postgres-cluster.ts';
import { TraditionalService } from './objects/traditional-service.ts';
import { batteries } from './registry.ts';

test('a form for any battery starts with the values that it has when nothing is stored', () => {
  for (const battery of Object.values(batteries)) {
    const drawn = Object.fromEntries(fieldsOf(battery.config).map((field) => [field.path, field.default]));
    expect(drawn).toEqual(battery.config.parse({}));
  }
});

test('every config field has a title and a kind that a form can draw', () => {
  for (const battery of Object.values(batteries))
    for (const field of fieldsOf(battery.config)) expect(field).toMatchObject({ title: expect.stringMatching(/^[A-Z]/), required: false });
});

test('limits, units and nested paths of an object reach the form', () => {
  const fields = fieldsOf(PostgresCluster);
  expect(fields.find(({ path }) => path === 'cpuLimitMillis')).toMatchObject({
    kind: 'number',
    unit: 'millicores',
    min: 10,
    max: 100_000,
    required: true,
  });
  expect(fields.find(({ path }) => path === 'database.owner')).toMatchObject({ kind: 'text', required: true });
  expect(fields.find(({ path }) => path === 'users')).toMatchObject({
    kind: 'rows',
    fields: [
      { path: 'username' },
      { path: 'roles', kind: 'list', default: ['login'] },
      { path: 'credentialNamespaces' },
      { path: 'passwordVersion' },
    ],
  });
});

test('an alternative is chosen by its value and draws its own fields', () => {
  const volumes = fieldsOf(TraditionalService).find(({ path }) => path === 'volumes');
  expect(volumes?.variants?.map(({ value, fields }) => [value, fields.map(({ path }) => path)])).toEqual([
    ['empty_dir', ['name', 'medium', 'sizeBytes']],
    ['config_map', ['name', 'from', 'optional']],
    ['secret', ['name', 'from', 'optional']],
  ]);
});
