import type { Tone } from '../../ui/tone.ts';

type Agent = { followedVersion: number | null; phase: string | null; applied: { version: number } | null };

/** Where a snapshot is on its way into the cluster; `current` is the newest one. */
export function snapshotState(version: number, current: number, agent: Agent | undefined): { tone: Tone; words: string } {
  const applied = agent?.applied?.version ?? 0;
  if (version === applied && version === current) return { tone: 'good', words: 'Applied' };
  if (version < current) return { tone: 'idle', words: version === applied ? 'Applied, newer one on its way' : 'Replaced' };
  if (!agent) return { tone: 'idle', words: 'Published, no agent yet' };
  if (agent.followedVersion !== version) return { tone: 'busy', words: 'Published' };
  if (agent.phase === 'failed') return { tone: 'bad', words: 'Some of it failed' };
  return agent.phase === 'paused' ? { tone: 'warn', words: 'Paused' } : { tone: 'busy', words: 'Applying' };
}
