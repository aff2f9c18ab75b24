/** More corrections than this within a minute: another controller writes the same field, and so would we for ever. */
const perMinute = 5;
const firstDelayMs = 10_000;
const maxDelayMs = 300_000;

/** Notices objects that are corrected again and again, and slows down for them: 10 s, 20 s … 5 min; forgotten after ten quiet minutes. */
export function createFights(now: () => number): {
  record: (key: string) => void;
  delayMs: (key: string) => number;
  isFighting: (key: string) => boolean;
} {
  const recent = new Map<string, { times: number[]; level: number }>();
  return {
    record: (key) => {
      const known = recent.get(key);
      const quiet = known ? now() - (known.times.at(-1) ?? 0) : 0;
      const entry = known && quiet < 600_000 ? known : { times: [], level: 0 };
      entry.times = [...entry.times.filter((time) => now() - time < 60_000), now()];
      if (entry.times.length > perMinute || entry.level > 0) entry.level += 1;
      recent.set(key, entry);
    },
    delayMs: (key) => {
      const entry = recent.get(key);
      if (!entry || entry.level === 0) return 0;
      const due = (entry.times.at(-1) ?? 0) + Math.min(maxDelayMs, firstDelayMs * 2 ** (entry.level - 1));
      return Math.max(0, due - now());
    },
    isFighting: (key) => (recent.get(key)?.level ?? 0) > 0,
  };
}
