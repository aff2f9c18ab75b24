import { describe, expect, it } from 'vitest';
import { defaultBatteries, unfitFor } from '../defaults.ts';
import { providers, usages } from '../define.ts';
import { batteryTypes, getBattery, isBatteryType } from '../registry.ts';
import { kitchenSink, sampleSummary } from '../sample-summary.ts';
import { otherValue } from '../testing/other-value.ts';
import { checkConfig, checkEnable } from './batteries.ts';

const readOnly = batteryTypes.flatMap((type) => getBattery(type).readOnly.map((field) => ({ type, field })));

describe('D5: a read-only field keeps its value once its battery is enabled', () => {
  it.each(readOnly)('$type $field', ({ type, field }) => {
    const { config, name } = getBattery(type);
    const schema = config.shape[field];
    if (!schema) throw new Error(`${type} calls "${field}" read-only and has no such field`);
    const before: Record<string, unknown> = config.parse({});
    const summary = kitchenSink({ usage: 'kitchen_sink', provider: unfitFor.aws.includes(type) ? 'kind' : 'aws', size: 'tiny' });
    const changed = { [field]: otherValue(schema, before[field]) };
    expect(checkConfig(summary, type, changed)).toEqual([
      { path: field, message: `cannot change after ${name} is enabled: keep ${JSON.stringify(before[field])}` },
    ]);
    expect(checkConfig(summary, type, { [field]: before[field] })).toEqual([]);
  });

  it('holds for every namespace: what lies in one cannot move', () => {
    const namespaces = batteryTypes.flatMap((type) =>
      Object.keys(getBattery(type).config.shape)
        .filter((field) => /namespace$/i.test(field))
        .map((field) => ({ type, field })),
    );
    expect(readOnly).toEqual(expect.arrayContaining(namespaces));
  });
});

describe('D20: a battery is only where its usages say', () => {
  const limited = batteryTypes.filter((type) => getBattery(type).usages.length < usages.length);

  it.each(usages)('%s starts with none that is not offered there, and refuses to enable one', (usage) => {
    for (const provider of providers)
      for (const type of defaultBatteries(usage, provider)) expect(getBattery(type).usages).toContain(usage);
    for (const type of limited) {
      const summary = sampleSummary({ usage, provider: 'kind', size: 'tiny', batteries: getBattery(type).needs.filter(isBatteryType) });
      const refused = checkEnable(summary, type, {}).filter(({ message }) => / is not offered for the usage /.test(message));
      expect(refused.length > 0, type).toBe(!getBattery(type).usages.includes(usage));
    }
  });
});
