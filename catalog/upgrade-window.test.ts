import { describe, expect, it } from 'vitest';
import { batteryCore } from './batteries/battery_core/battery.ts';
import { isUpgradeTime } from './upgrade-window.ts';

const standard = batteryCore.config.parse({});
/** 2026-11-23 is a Monday. */
const at = (day: number, time: string) => new Date(`2026-11-${22 + day}T${time}Z`);

describe('the upgrade window', () => {
  it.each([
    ['the first minute', 1, '18:00:00', true],
    ['the minute before', 1, '17:59:59', false],
    ['the last minute', 1, '22:59:59', true],
    ['the minute after', 1, '23:00:00', false],
    ['Thursday', 4, '20:00:00', true],
    ['Friday', 5, '20:00:00', false],
    ['Sunday', 7, '20:00:00', false],
  ])('of an installation that changed nothing: %s of it', (_, day, time, open) => {
    expect(isUpgradeTime(standard, at(day, time))).toBe(open);
  });

  it('goes by UTC, whatever the zone of the clock', () => {
    expect(isUpgradeTime(standard, new Date('2026-11-23T23:30:00+05:00'))).toBe(true);
    expect(isUpgradeTime(standard, new Date('2026-11-23T18:30:00-06:00'))).toBe(false);
  });

  it('may be a whole Sunday, or never', () => {
    const sunday = { upgradeDays: [false, false, false, false, false, false, true], upgradeStartHour: 0, upgradeEndHour: 24 };
    expect([at(7, '00:00:00'), at(7, '23:59:59'), at(6, '23:59:59'), at(8, '00:00:00')].map((now) => isUpgradeTime(sunday, now))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isUpgradeTime({ ...sunday, upgradeDays: Array(7).fill(false) }, at(7, '12:00:00'))).toBe(false);
  });

  it('is refused when it ends before it begins, has other than seven days or hours that do not exist', () => {
    const said = (config: object) =>
      batteryCore.config.safeParse(config).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    expect(said({ upgradeStartHour: 20, upgradeEndHour: 20 })).toEqual([
      'upgradeEndHour: the window ends before it begins: raise it, or lower the first hour',
    ]);
    expect(said({ upgradeDays: [true] })).toEqual(['upgradeDays: expected seven days, Monday first']);
    expect(said({ upgradeStartHour: 24 })).toContain('upgradeStartHour: the last hour begins at 23');
    expect(said({ upgradeEndHour: 25 })).toEqual(['upgradeEndHour: a day ends at 24']);
    expect(said({ upgradeStartHour: 0, upgradeEndHour: 24 })).toBeUndefined();
  });
});
