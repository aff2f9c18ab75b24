import { type Battery, exampleConfig } from '@home-base/catalog/define.ts';
import { batteries } from '@home-base/catalog/registry.ts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FormField } from '../schema-form.tsx';
import { boundsOf, fieldName, withAt } from '../testing/leaves.ts';
import { submit } from '../testing/submit.ts';
import { parseForm } from '../zod-form.ts';
import { changedConfig, configFields, configForm } from './config-fields.ts';

const all: Battery[] = Object.values(batteries);
const defaultsOf = (battery: Battery): Record<string, unknown> => battery.config.parse({});

function read(battery: Battery, config: unknown) {
  const submission = parseForm(submit({ config }), configForm(battery));
  return { errors: submission.reply().error ?? {}, config: submission.status === 'success' ? submission.value.config : undefined };
}

describe.each(all.map((battery) => [battery.type, battery] as const))('%s', (_type, battery) => {
  test('every field is drawn with a title of its own', () => {
    const titles = configFields(battery, false).map((field) => field.title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const field of configFields(battery, false)) expect(field.title).not.toBe(field.name);
  });

  test('a form that is saved as it is drawn gives the defaults, and with every example the examples', () => {
    const defaults = defaultsOf(battery);
    const examples = exampleConfig(battery);
    for (const config of [defaults, { ...defaults, ...examples }]) {
      const { errors, config: parsed } = read(battery, config);
      expect(errors).toEqual({});
      expect(JSON.parse(JSON.stringify(parsed))).toEqual(JSON.parse(JSON.stringify(config)));
      expect(JSON.parse(JSON.stringify(changedConfig(battery, { ...parsed })))).toEqual(config === defaults ? {} : examples);
    }
  });

  test('each bound is kept: just outside is refused at its field in the words of the schema, just inside is not', () => {
    const config = { ...defaultsOf(battery), ...exampleConfig(battery) };
    for (const { path, outside, inside, message } of boundsOf(battery.config, config)) {
      const name = `config.${fieldName(path)}`;
      expect(read(battery, withAt(config, path, outside)).errors[name], `${name} = ${String(outside).slice(0, 60)}`).toContain(message);
      expect(read(battery, withAt(config, path, inside)).errors[name] ?? [], `${name} = ${String(inside).slice(0, 60)}`).not.toContain(
        message,
      );
    }
  });

  test('a field that is emptied is empty where that is allowed, else has to be filled in; it is never silently the default', () => {
    const defaults = defaultsOf(battery);
    for (const field of configFields(battery, false)) {
      const { errors, config } = read(battery, { ...defaults, [field.name]: emptied(field) });
      if (field.input.kind === 'boxes') expect(config?.[field.name]).toEqual(field.input.labels.map(() => false));
      else if (field.input.kind === 'switch') expect(config?.[field.name]).toBe(false);
      else if (field.optional) expect(config?.[field.name] ?? '').toBe('');
      else if (field.input.kind === 'list') expect(config?.[field.name] ?? []).toEqual([]);
      else
        expect(
          Object.keys(errors).some((name) => name.startsWith(`config.${field.name}`)),
          field.name,
        ).toBe(true);
    }
  });
});

function emptied({ input }: FormField): unknown {
  if (input.kind === 'boxes') return input.labels.map(() => false);
  return input.kind === 'switch' ? false : input.kind === 'list' ? [] : input.kind === 'group' ? {} : '';
}

/** What batteries of the catalog may use, whether or not one does today. */
const sample: Battery = {
  ...batteries.redis,
  type: 'sample',
  readOnly: [],
  config: z.object({
    names: z.array(z.string().min(1)).min(1, 'at least one name').default(['a']).meta({ title: 'Names' }),
    level: z
      .union([z.literal(''), z.enum(['low', 'high'])])
      .default('')
      .meta({ title: 'Level' }),
    share: z.number().min(0, 'not below 0').max(1, 'at most 1').default(0.5).meta({ title: 'Share', unit: 'of the whole' }),
    memoryBytes: z.number().int().min(1024, 'at least 1 KiB').default(2048).meta({ title: 'Memory', unit: 'bytes' }),
    limits: z
      .object({
        cpuMillis: z.number().int().min(10, 'at least 10m').default(500).meta({ title: 'CPU' }),
        isHard: z.boolean().default(true).meta({ title: 'Hard' }),
      })
      .prefault({})
      .default({ cpuMillis: 500, isHard: true })
      .meta({ title: 'Limits' }),
    days: z.array(z.boolean()).length(7).default([true, false, false, false, false, true, false]).meta({ title: 'Days' }),
    note: z.string().optional().meta({ title: 'Note' }),
  }),
};

test('lists, amounts, fractions, groups, optional texts and choices that may be empty are drawn for what they are', () => {
  expect(configFields(sample, false).map(({ title, input, optional }) => [title, input.kind, optional])).toEqual([
    ['Names', 'list', false],
    ['Level', 'choice', true],
    ['Share (of the whole)', 'number', false],
    ['Memory', 'bytes', false],
    ['Limits', 'group', false],
    ['Days', 'boxes', false],
    ['Note', 'text', true],
  ]);
  expect(configFields(sample, false)[2]?.input).toEqual({ kind: 'number', min: 0, max: 1, isWhole: false });
});

test('what is inside a group is refused at its own field, and its box can be turned off', () => {
  const defaults = sample.config.parse({});
  expect(read(sample, { ...defaults, limits: { cpuMillis: 9, isHard: false } }).errors).toEqual({
    'config.limits.cpuMillis': ['at least 10m'],
  });
  expect(read(sample, { ...defaults, limits: { cpuMillis: 10, isHard: false } }).config?.limits).toEqual({ cpuMillis: 10, isHard: false });
});

test('boxes of a list come back in their places, whichever are off', () => {
  const defaults = sample.config.parse({});
  expect(read(sample, defaults).config?.days).toEqual(defaults.days);
  const last = [false, false, false, false, false, false, true];
  expect(read(sample, { ...defaults, days: last }).config?.days).toEqual(last);
});

test('what fields must be to each other is said at the field, before anything is sent', () => {
  const core = batteries.battery_core;
  const { errors } = read(core, { ...core.config.parse({}), upgradeStartHour: 20, upgradeEndHour: 20 });
  expect(Object.keys(errors)).toEqual(['config.upgradeEndHour']);
});

test('an emptied list is refused where one is needed, and not silently the default again', () => {
  expect(read(sample, { ...sample.config.parse({}), names: [] }).errors).toEqual({ 'config.names': ['at least one name'] });
});

test('a schema that no form can draw is found by name, not drawn as text', () => {
  const odd: Battery = { ...sample, config: z.object({ when: z.date().default(new Date(0)) }) };
  expect(() => configFields(odd, false)).toThrow('"when"');
});

test('what is fixed once enabled is shown as such', () => {
  const fixed = configFields(batteries.battery_core, true).filter((field) => field.readOnly);
  expect(fixed.map((field) => field.name)).toEqual(batteries.battery_core.readOnly);
});
