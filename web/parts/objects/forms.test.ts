import { type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { describe, expect, test } from 'vitest';
import { boundsOf, fieldName, withAt } from '../testing/leaves.ts';
import { noChoices, objectSamples } from '../testing/objects.ts';
import { submit } from '../testing/submit.ts';
import { parseForm } from '../zod-form.ts';
import { type KindPage, pageOf } from './kinds.ts';

const send = (spec: unknown, projectId?: string) => submit({ spec, projectId }, { repeated: ['roles'] });

function read({ form }: KindPage, sent: FormData) {
  const submission = parseForm(sent, form.schema);
  return { errors: submission.reply().error ?? {}, value: submission.status === 'success' ? submission.value : undefined };
}

describe.each(objectCollections)('%s', (collection: ObjectCollection) => {
  const kind = pageOf(collection);
  const sample = objectSamples[collection];

  test('one that is opened and saved unchanged stays what it was, in its project', () => {
    const projectId = 'proj_01k4m2r8fhe9qv7n3p5s6t8w9x';
    const { errors, value } = read(kind, send(kind.form.fill(sample), projectId));
    expect(errors).toEqual({});
    expect(value).toEqual({ spec: sample, projectId });
  });

  test('each number, text and choice just outside its bounds is refused at its field in the words of the schema, just inside it is not', () => {
    const bounds = boundsOf(objectKinds[collection].schema, sample);
    expect(bounds.length).toBeGreaterThan(1);
    for (const { path, outside, inside, message } of bounds) {
      const name = `spec.${fieldName(path)}`;
      const said = (value: unknown) =>
        Object.entries(read(kind, send(kind.form.fill(withAt(sample, path, value)))).errors)
          .filter(([field]) => name === field || name.startsWith(`${field}[`))
          .flatMap(([, messages]) => messages);
      expect(said(outside), `${name} = ${String(outside).slice(0, 60)}`).toContain(message);
      expect(said(inside), `${name} = ${String(inside).slice(0, 60)}`).not.toContain(message);
    }
  });

  test('a new one starts with what is right except for what only a person knows', () => {
    const { errors } = read(kind, send(kind.form.start({ size: 'small', choices: noChoices, asked: new URLSearchParams() })));
    for (const [field, messages] of Object.entries(errors)) expect([field, messages]).toEqual([field, ['fill this in']]);
    expect(Object.keys(errors)).toContain('spec.name');
  });
});

const { postgresClusters: postgres, redisInstances: redis, traditionalServices: service, knativeServices: knative } = objectSamples;

test('an empty form says of each needed field that it is needed, all at once', () => {
  expect(read(pageOf('postgresClusters'), send({ users: [{ username: '' }] })).errors).toMatchObject({
    'spec.name': ['fill this in'],
    'spec.storageBytes': ['fill this in'],
    'spec.database.name': ['fill this in'],
    'spec.users[0].username': ['fill this in'],
  });
});

test('limits below requests are reported at the limit', () => {
  const sent = send(redis);
  sent.set('spec.memoryLimitBytes', '64 MiB');
  expect(Object.keys(read(pageOf('redisInstances'), sent).errors)).toEqual(['spec.memoryLimitBytes']);
});

test('memory is typed in units and stored in bytes; empty storage means none', () => {
  const sent = send({ ...redis, storageBytes: '' });
  sent.set('spec.memoryLimitBytes', '768 MiB');
  const { value } = read(pageOf('redisInstances'), sent);
  expect(value?.spec).toMatchObject({ memoryLimitBytes: 768 * 1024 * 1024 });
  expect(value?.spec).toMatchObject({ storageBytes: undefined });
});

test('a wrong credential namespace is reported at the text it was typed into', () => {
  const sent = send(pageOf('postgresClusters').form.fill(postgres));
  sent.set('spec.users[0].credentialNamespaces', 'battery-ok, Not_OK');
  expect(Object.keys(read(pageOf('postgresClusters'), sent).errors)).toEqual(['spec.users[0].credentialNamespaces']);
});

test('a readiness probe left empty is no probe; half of one is an error at the other half', () => {
  const kind = pageOf('traditionalServices');
  const sent = send(kind.form.fill({ ...service, readiness: undefined }));
  expect(read(kind, sent).value?.spec).toMatchObject({ readiness: undefined });
  sent.set('spec.readiness.path', '/ready');
  expect(Object.keys(read(kind, sent).errors)).toEqual(['spec.readiness.port']);
});

test('a mount of a volume that is not there is reported at the mount', () => {
  const kind = pageOf('traditionalServices');
  expect(Object.keys(read(kind, send(kind.form.fill({ ...service, volumes: [] }))).errors)).toEqual([
    'spec.containers[0].mounts[0].volume',
  ]);
});

test('what a form hides is not read: the realm of a service that nobody signs in to, the GPUs of a model without one', () => {
  const open = read(pageOf('knativeServices'), send(pageOf('knativeServices').form.fill({ ...knative, requireSignIn: false })));
  expect(open.value?.spec).toMatchObject({ realm: undefined });
  const plain = read(pageOf('models'), send({ ...objectSamples.models, nodeType: 'default', gpuCount: 4 }));
  expect(plain.value?.spec).toMatchObject({ nodeType: 'default', gpuCount: 0 });
});

test('a project that is no id is refused, not looked up', () => {
  const sent = send(objectSamples.ipAddressPools, 'x');
  expect(Object.keys(read(pageOf('ipAddressPools'), sent).errors)).toEqual(['projectId']);
});
