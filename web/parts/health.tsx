import type { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import { Link } from 'react-router';
import { StatusDot } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { formatCount } from '../ui/quantity.ts';
import { type Tone, toneFill } from '../ui/tone.ts';

export type HealthState = (typeof healthStates)[number];
export type ResourceState = (typeof resourceStates)[number];

const healthLooks: Record<HealthState, { tone: Tone; word: string }> = {
  healthy: { tone: 'good', word: 'Healthy' },
  progressing: { tone: 'busy', word: 'Progressing' },
  degraded: { tone: 'bad', word: 'Degraded' },
  missing: { tone: 'warn', word: 'Missing' },
  unknown: { tone: 'idle', word: 'Unknown' },
};
const stateLooks: Record<ResourceState, { tone: Tone; word: string }> = {
  applied: { tone: 'good', word: 'Applied' },
  pending: { tone: 'busy', word: 'Pending' },
  waiting: { tone: 'warn', word: 'Waiting' },
  failed: { tone: 'bad', word: 'Failed' },
  removing: { tone: 'busy', word: 'Removing' },
  held: { tone: 'warn', word: 'Held back' },
};

/** Health in shape, colour and word. */
export function HealthBadge({ health }: { health: HealthState }) {
  const { tone, word } = healthLooks[health];
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

/** Where one resource stands; a resource that is applied shows its health, which then matters more. */
export function ResourceStatus({ state, health }: { state: ResourceState; health: HealthState }) {
  if (state === 'applied') return <HealthBadge health={health} />;
  const { tone, word } = stateLooks[state];
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

export type HealthCounts = Record<HealthState, number>;
const order: HealthState[] = ['healthy', 'progressing', 'degraded', 'missing', 'unknown'];

/** The worst that needs a word: what a list shows for a whole installation or battery. */
export function worstHealth(counts: HealthCounts): HealthState {
  return (['degraded', 'missing', 'progressing', 'unknown'] as const).find((health) => counts[health] > 0) ?? 'healthy';
}

/** Counts as a bar of one part a health. A picture only: words stand beside it. */
export function HealthBar({ counts, thick }: { counts: HealthCounts; thick?: boolean }) {
  return (
    <span aria-hidden className={cx('flex gap-px overflow-hidden rounded-full bg-sunken', thick ? 'h-2' : 'h-1')}>
      {order
        .filter((health) => counts[health] > 0)
        .map((health) => (
          <span
            key={health}
            className={cx('h-full min-w-1 transition-[flex-grow]', toneFill[healthLooks[health].tone])}
            style={{ flexGrow: counts[health], flexBasis: 0 }}
          />
        ))}
    </span>
  );
}

/** Counts as one bar and as words with links to the filtered list (`to`, which gets `?health=…`). */
export function HealthSummary({ counts, to }: { counts: HealthCounts; to?: string }) {
  const total = order.reduce((sum, health) => sum + counts[health], 0);
  const present = order.filter((health) => counts[health] > 0);
  return (
    <div className="grid gap-2.5">
      <HealthBar counts={counts} thick />
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {(total === 0 ? (['healthy'] as const) : present).map((health) => {
          const text = (
            <StatusDot tone={healthLooks[health].tone}>
              <span className="figures font-medium">{formatCount(counts[health])}</span>{' '}
              <span className="text-muted">{healthLooks[health].word.toLowerCase()}</span>
            </StatusDot>
          );
          return (
            <li key={health}>
              {to ? (
                <Link to={`${to}?health=${health}`} className="hover:underline">
                  {text}
                </Link>
              ) : (
                text
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
