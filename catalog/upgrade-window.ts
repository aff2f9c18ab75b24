/** The fields of battery_core's config that say when an installation may move to a new catalog version. */
export type UpgradeWindow = { upgradeDays: readonly boolean[]; upgradeStartHour: number; upgradeEndHour: number };

/** Is `now` within the window? Days and hours are those of UTC; days begin on Monday; the last hour is not part of it. */
export function isUpgradeTime({ upgradeDays, upgradeStartHour, upgradeEndHour }: UpgradeWindow, now: Date): boolean {
  // Sunday is 0 to JavaScript.
  const day = (now.getUTCDay() + 6) % 7;
  const hour = now.getUTCHours();
  return upgradeDays[day] === true && upgradeStartHour <= hour && hour < upgradeEndHour;
}
