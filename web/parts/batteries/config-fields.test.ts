import { batteries } from '@home-base/catalog/registry.ts';
import { expect, test } from 'vitest';
import { parseForm } from '../zod-form.ts';
import { changedConfig, configFields, configForm } from './config-fields.ts';

function submit(fields: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test('every field of every battery is drawn with a title of its own', () => {
  for (const battery of Object.values(batteries)) {
    const titles = configFields(battery, false).map((field) => field.title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const field of configFields(battery, false)) expect(field.title).not.toBe(field.name);
  }
});

test('a box that is on by default can be turned off', () => {
  const read = parseForm(submit([['config.coreNamespace', 'battery-core']]), configForm(batteries.battery_core));
  expect(read.status).toBe('success');
  expect(read.status === 'success' && read.value.config.isolation).toBe(false);
});

test('an emptied list is refused and not silently the default again', () => {
  const read = parseForm(submit([['config.logLevel', 'info']]), configForm(batteries.metallb));
  expect(read.reply().error).toMatchObject({ 'config.addresses': ['at least one range of addresses'] });
});

test('only what differs from the defaults is stored, so that the rest follows the catalog', () => {
  const defaults = batteries.metallb.config.parse({});
  expect(changedConfig(batteries.metallb, { ...defaults, logLevel: 'debug' })).toEqual({ logLevel: 'debug' });
});

test('what is fixed once enabled is shown as such', () => {
  const fixed = configFields(batteries.battery_core, true).filter((field) => field.readOnly);
  expect(fixed.map((field) => field.name)).toEqual(batteries.battery_core.readOnly);
});
