import { useEffect, useState } from 'react';

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });

/** `at` against `now`, such as "3m ago"; less than 10 seconds either way is "just now". */
export function relativeTime(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  if (Math.abs(ms) < 10_000) return 'just now';
  const [unit, size] = units.find(([, each]) => Math.abs(ms) >= each) ?? ['second', 1000];
  return relative.format(Math.trunc(ms / size), unit);
}

/** The exact time in UTC: the same on server and browser. */
export function exactTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A moment, relative and kept current; exact in its title. The server's words stand until the browser's clock ticks, so that nothing jumps. */
export function Time({ at }: { at: string | Date }) {
  const date = typeof at === 'string' ? new Date(at) : at;
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={date.toISOString()} title={exactTime(date)} className="figures whitespace-nowrap" suppressHydrationWarning>
      {relativeTime(date, now)}
    </time>
  );
}
