import { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import { StatusDot } from '../ui/badge.tsx';
import { formatCount } from '../ui/quantity.ts';
import type { Tone } from '../ui/tone.ts';

/** How many resources something has, and in which health and state (workers/resources/count-by.ts). */
export type Tally = {
  total: number;
  health: Record<(typeof healthStates)[number], number>;
  state: Record<(typeof resourceStates)[number], number>;
};

/** The one thing to say about a group of resources: what failed, else what is under way, else the worst health. */
export function tallyWords(tally: Tally | undefined): { tone: Tone; words: string } {
  if (!tally || tally.total === 0) return { tone: 'busy', words: 'Not published yet' };
  const { total, health, state } = tally;
  if (state.failed > 0) return { tone: 'bad', words: `${formatCount(state.failed)} failed` };
  if (health.degraded > 0) return { tone: 'bad', words: 'Degraded' };
  if (state.held > 0) return { tone: 'warn', words: `${formatCount(state.held)} held back` };
  if (state.removing > 0) return { tone: 'busy', words: 'Removing' };
  if (state.applied < total) return { tone: 'busy', words: `Applying, ${formatCount(state.applied)} of ${formatCount(total)} done` };
  if (health.missing > 0) return { tone: 'warn', words: `${formatCount(health.missing)} missing` };
  if (health.progressing > 0) return { tone: 'busy', words: 'Progressing' };
  if (health.unknown > 0) return { tone: 'idle', words: 'Unknown' };
  return { tone: 'good', words: 'Healthy' };
}

/** All of them together: what a group of groups says. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = <K extends string>(keys: readonly K[], of: (tally: Tally) => Record<K, number>) =>
    Object.fromEntries(keys.map((key) => [key, tallies.reduce((total, tally) => total + of(tally)[key], 0)])) as Record<K, number>;
  return {
    total: tallies.reduce((total, tally) => total + tally.total, 0),
    health: sum(healthStates, (tally) => tally.health),
    state: sum(resourceStates, (tally) => tally.state),
  };
}

export function TallyStatus({ tally }: { tally: Tally | undefined }) {
  const { tone, words } = tallyWords(tally);
  return <StatusDot tone={tone}>{words}</StatusDot>;
}
