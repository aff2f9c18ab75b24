import { expect, test } from 'vitest';
import { submit } from '../testing/submit.ts';
import { parseForm } from '../zod-form.ts';
import { alsoEnabled, toStarter, WizardForm } from './wizard-form.ts';

const filled = {
  name: 'shop',
  type: 'web',
  size: 'small',
  web: { runs: 'knative', image: 'nginx:1.29', port: 8080, postgres: true, redis: false },
  db: { kind: 'ferret', redis: true },
  ai: { notebook: true, model: 'llama3.2:1b', postgres: true },
};

function read(form: unknown) {
  const submission = parseForm(submit(form), WizardForm);
  return { errors: submission.reply().error ?? {}, starter: submission.status === 'success' ? toStarter(submission.value) : undefined };
}

test('of everything that is sent only what belongs to the chosen type is created', () => {
  expect(read(filled).starter).toEqual({ type: 'web', runs: 'knative', image: 'nginx:1.29', port: 8080, postgres: true, redis: false });
  expect(read({ ...filled, type: 'db' }).starter).toEqual({ type: 'db', ferret: true, redis: true });
  expect(read({ ...filled, type: 'ai' }).starter).toEqual({ type: 'ai', notebook: true, model: 'llama3.2:1b', postgres: true });
  expect(read({ ...filled, type: 'bare' }).starter).toEqual({ type: 'bare' });
});

test('what another type would need is not asked for', () => {
  const empty = { ...filled, web: { runs: 'traditional', image: '', port: '' }, ai: { model: '' } };
  expect(Object.keys(read(empty).errors)).toEqual(['web.image', 'web.port']);
  expect(read({ ...empty, type: 'db' }).errors).toEqual({});
  expect(read({ ...empty, type: 'ai' }).starter).toEqual({ type: 'ai', notebook: false, model: undefined, postgres: false });
});

test('a name that leaves no room for those of its objects is refused at the name, unless nothing is created with it', () => {
  const name = 'a'.repeat(35);
  expect(Object.keys(read({ ...filled, name }).errors)).toEqual(['name']);
  expect(read({ ...filled, name: 'a'.repeat(34) }).errors).toEqual({});
  expect(read({ ...filled, name, type: 'bare' }).errors).toEqual({});
});

test('says which batteries come along, and not those that are there', () => {
  expect(alsoEnabled(['redisInstances'], [])).toEqual(['Battery Core', 'Redis']);
  expect(alsoEnabled(['redisInstances'], ['battery_core', 'redis'])).toEqual([]);
});
