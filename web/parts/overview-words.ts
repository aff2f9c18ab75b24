import type { Tone } from '../ui/tone.ts';

/** The one word of an installation (workers/resources/overview.ts), and what it means for the reader. */
export const overviewWords = {
  'waiting-for-agent': { tone: 'idle', word: 'No agent yet', meaning: 'Nothing happens in your cluster before an agent is connected.' },
  'agent-silent': {
    tone: 'bad',
    word: 'Agent silent',
    meaning:
      'The agent has not reported for over three minutes. Your cluster goes on as it is; look at the Deployment agent in its namespace home-base.',
  },
  publishing: { tone: 'busy', word: 'Publishing', meaning: 'A change is being turned into a signed snapshot.' },
  'publish-failed': {
    tone: 'bad',
    word: 'Not published',
    meaning: 'The newest change could not be turned into a snapshot. The cluster keeps the one before; it is tried again.',
  },
  applying: { tone: 'busy', word: 'Applying', meaning: 'The agent is bringing the cluster to the newest snapshot.' },
  starting: { tone: 'busy', word: 'Starting', meaning: 'Everything is applied; what is listed below is not up yet.' },
  degraded: { tone: 'bad', word: 'Degraded', meaning: 'Something failed or is not healthy. What it is, and why, is listed below.' },
  paused: { tone: 'warn', word: 'Paused', meaning: 'The agent changes nothing until you resume it.' },
  healthy: { tone: 'good', word: 'Healthy', meaning: 'The cluster is what the newest snapshot says, and everything is healthy.' },
} as const satisfies Record<string, { tone: Tone; word: string; meaning: string }>;

/** What an agent's event means to someone who does not know its codes; its detail says the rest. */
export function eventTitle({ type, code }: { type: 'refusal' | 'drift' | 'held_removals' | 'clone_suspected'; code: string | null }): {
  tone: Tone;
  title: string;
} {
  switch (type) {
    case 'drift':
      return { tone: 'warn', title: 'Someone changed what Home Base applied' };
    case 'held_removals':
      return { tone: 'warn', title: 'Removals wait for your approval' };
    case 'clone_suspected':
      return { tone: 'bad', title: 'Two agents use the same key: revoke it and enrol anew' };
    case 'refusal':
      return {
        tone: 'bad',
        title: refusalTitles.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? 'The agent refused something that it was served',
      };
    default: {
      const unknown: never = type;
      throw new Error(`unknown event ${unknown}`);
    }
  }
}

/** By the code's beginning: the agent has many, people need a few. */
const refusalTitles: [RegExp, string][] = [
  [
    /^(root|tuf|timestamp|snapshot|targets|signature|expired|rollback)/,
    'The agent refused metadata that is not properly signed, is too old, or is not for this installation',
  ],
  [/^manifest/, 'The agent refused a manifest that is older than, or not, what it may follow'],
  [/^(page|blob|key|hash|malformed)/, 'The agent refused content that does not match what was signed'],
  [/^(too_large|too_slow|truncated)/, 'The agent stopped reading an answer that was cut off, endless or too large'],
  [/^unauthenticated/, 'Home Base did not accept the agent’s signature: its key may be revoked'],
  [/^state/, 'The agent could not use or keep its own state in the cluster'],
];
