import type { Installation } from '@home-base/schema/wire/installations.ts';
import { StatusDot } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';
import type { Tone } from '../ui/tone.ts';

/** An agent that was not heard of for so long is called silent. It polls at least once a minute. */
export const silentAfterMs = 3 * 60_000;

/** One word on the agent of an installation, with its tone. `now` in ms. */
export function agentState(
  { agent, paused, deleting, publishFailure }: Pick<Installation, 'agent' | 'paused' | 'deleting' | 'publishFailure'>,
  now: number,
): { tone: Tone; word: string } {
  if (deleting) return { tone: 'busy', word: 'Deleting' };
  if (!agent) return { tone: 'idle', word: 'No agent yet' };
  if (agent.cloneSuspectedAt) return { tone: 'bad', word: 'Two agents, one key' };
  if (!agent.lastSeenAt) return { tone: 'busy', word: 'Starting' };
  if (now - Date.parse(agent.lastSeenAt) > silentAfterMs) return { tone: 'bad', word: 'Silent' };
  if (paused) return { tone: 'warn', word: 'Paused' };
  if (publishFailure) return { tone: 'bad', word: 'Not published' };
  switch (agent.phase) {
    case 'failed':
      return { tone: 'bad', word: 'Failing' };
    case 'applying':
    case 'starting':
      return { tone: 'busy', word: 'Applying' };
    case 'paused':
      return { tone: 'warn', word: 'Paused' };
    case 'applied':
      return { tone: 'good', word: 'Applied' };
    default:
      return { tone: 'busy', word: 'Connected' };
  }
}

export function AgentState({ installation, now }: { installation: Installation; now: number }) {
  const { tone, word } = agentState(installation, now);
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

/** When the agent was last heard of. */
export function AgentSeen({ agent }: Pick<Installation, 'agent'>) {
  return agent?.lastSeenAt ? <Time at={agent.lastSeenAt} /> : <span className="text-faint">Never</span>;
}
