import { computePresets, storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { expect, test } from 'vitest';
import { writeBytes, writeCpu } from '../../ui/quantity.ts';
import { parseForm } from '../zod-form.ts';
import { fillPostgresForm, PostgresForm, readPostgresForm } from './postgres-form.ts';
import { RedisForm, readRedisForm } from './redis-form.ts';
import { fillServiceForm, readServiceForm, ServiceForm } from './service-form.ts';

/** What a browser would send for a form filled with `value`: names with dots and brackets, absent boxes left out. */
function submit(value: unknown, name = '', form = new FormData()): FormData {
  if (Array.isArray(value) && name.endsWith('roles')) for (const item of value) form.append(name, String(item));
  else if (Array.isArray(value))
    value.forEach((item, index) => {
      submit(item, `${name}[${index}]`, form);
    });
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) submit(item, name ? `${name}.${key}` : key, form);
  else if (value === true) form.append(name, 'on');
  else if (name.endsWith('Millis')) form.append(name, writeCpu(Number(value)));
  else if (name.endsWith('Bytes') && value) form.append(name, writeBytes(Number(value)));
  else if (value !== undefined && value !== false) form.append(name, String(value));
  return form;
}

const postgres = {
  name: 'orders',
  type: 'standard' as const,
  instances: 3,
  ...storedPresets.small,
  database: { name: 'app', owner: 'app' },
  users: [
    {
      username: 'app',
      roles: ['login' as const, 'createdb' as const],
      credentialNamespaces: ['battery-traditional', 'battery-ai'],
      passwordVersion: 1,
    },
    { username: 'reader', roles: ['login' as const], credentialNamespaces: [], passwordVersion: 2 },
  ],
};

test('a stored Postgres cluster that is opened and saved unchanged stays what it was', () => {
  const read = parseForm(submit(fillPostgresForm(postgres)), PostgresForm);
  expect(read.reply().error).toBeUndefined();
  expect(read.status === 'success' && readPostgresForm(read.value)).toEqual(postgres);
});

test('a wrong credential namespace is reported at the text it was typed into', () => {
  const form = submit(fillPostgresForm(postgres));
  form.set('users[0].credentialNamespaces', 'ok, Not_OK');
  expect(Object.keys(parseForm(form, PostgresForm).reply().error ?? {})).toEqual(['users[0].credentialNamespaces']);
});

test('an empty form says of each needed field that it is needed, all at once', () => {
  const errors = parseForm(submit({ users: [{ username: '' }] }), PostgresForm).reply().error ?? {};
  expect(errors).toMatchObject({
    name: ['fill this in'],
    storageBytes: ['fill this in'],
    'database.name': ['fill this in'],
    'users[0].username': ['fill this in'],
  });
});

test('limits below requests are reported at the limit', () => {
  const form = submit({ name: 'cache', mode: 'standalone', instances: 1, ...redisPresets.tiny, passwordVersion: 1 });
  form.set('memoryLimitBytes', '64 MiB');
  expect(Object.keys(parseForm(form, RedisForm).reply().error ?? {})).toEqual(['memoryLimitBytes']);
});

test('memory is typed in units and stored in bytes; empty storage means none', () => {
  const form = submit({ name: 'cache', mode: 'standalone', instances: 1, ...redisPresets.tiny, storageBytes: '', passwordVersion: 1 });
  form.set('memoryLimitBytes', '768 MiB');
  const read = parseForm(form, RedisForm);
  expect(read.status === 'success' && readRedisForm(read.value)).toMatchObject({ memoryLimitBytes: 768 * 1024 * 1024 });
  expect(read.status === 'success' && readRedisForm(read.value).storageBytes).toBeUndefined();
});

const service = {
  name: 'shop',
  kind: 'deployment' as const,
  internal: false,
  instances: 2,
  additionalHosts: ['shop.example.com'],
  ...computePresets.tiny,
  containers: [
    {
      name: 'web',
      image: 'nginx:1.29',
      command: ['/bin/sh', '-c'],
      args: ['echo a, b; exec nginx'],
      env: [
        { name: 'MODE', source: 'value' as const, value: '' },
        { name: 'DSN', source: 'secret' as const, from: 'cloudnative-pg.pg-orders.app', key: 'dsn', optional: false },
      ],
      mounts: [{ volume: 'scratch', path: '/tmp', readOnly: false }],
    },
  ],
  initContainers: [],
  volumes: [{ name: 'scratch', type: 'empty_dir' as const, medium: 'memory' as const, sizeBytes: 64 * 1024 * 1024 }],
  ports: [{ name: 'http', number: 8080, protocol: 'http' as const }],
  readiness: { path: '/healthz', port: 8080, initialDelaySeconds: 0 },
};

test('a stored web service that is opened and saved unchanged stays what it was', () => {
  const read = parseForm(submit(fillServiceForm(service)), ServiceForm);
  expect(read.reply().error).toBeUndefined();
  expect(read.status === 'success' && readServiceForm(read.value)).toEqual(service);
});

test('a readiness probe left empty is no probe; half of one is an error at the other half', () => {
  const without = submit(fillServiceForm({ ...service, readiness: undefined }));
  const read = parseForm(without, ServiceForm);
  expect(read.status === 'success' && readServiceForm(read.value).readiness).toBeUndefined();
  without.set('readiness.path', '/ready');
  expect(Object.keys(parseForm(without, ServiceForm).reply().error ?? {})).toEqual(['readiness.port']);
});

test('a mount of a volume that is not there is reported at the mount', () => {
  const form = submit(fillServiceForm({ ...service, volumes: [] }));
  expect(Object.keys(parseForm(form, ServiceForm).reply().error ?? {})).toEqual(['containers[0].mounts[0].volume']);
});
