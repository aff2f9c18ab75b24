import type { Tone } from '../../ui/tone.ts';
import type { HealthState, ResourceState } from '../health.tsx';
import { describeKey } from '../resource-name.tsx';

type Status = { state: ResourceState; health: HealthState; waitsFor: string | null };

/** One sentence on how a resource stands and what comes next. Its own message says the particulars. */
export function healthSentence(status: Status | undefined, isListed: boolean, isCurrent: boolean): { tone: Tone; words: string } {
  if (!status) return { tone: 'idle', words: 'The newest snapshot lists it; the agent has not said anything of it yet.' };
  switch (status.state) {
    case 'failed':
      return {
        tone: 'bad',
        words: 'The API server did not accept it. The agent tries again, and everything that does not need it goes on.',
      };
    case 'waiting':
      return {
        tone: 'warn',
        words: status.waitsFor
          ? `It waits for ${describeKey(status.waitsFor)}, without which the API server would refuse it.`
          : 'It waits: the API server would refuse it now.',
      };
    case 'held':
      return {
        tone: 'warn',
        words: 'It is no longer listed, and its removal waits: for ten minutes, or for approval when much would go at once.',
      };
    case 'removing':
      return { tone: 'busy', words: 'It is being removed.' };
    case 'pending':
      return { tone: 'busy', words: 'It is published and will be applied next.' };
    case 'applied':
      return appliedSentence(status.health, isListed, isCurrent);
    default: {
      const unknown: never = status.state;
      throw new Error(`unknown state ${unknown}`);
    }
  }
}

function appliedSentence(health: HealthState, isListed: boolean, isCurrent: boolean): { tone: Tone; words: string } {
  if (!isListed)
    return { tone: 'warn', words: 'It is in the cluster, but the newest snapshot does not list it any more: it will be removed.' };
  const newer = isCurrent ? '' : ' A newer version of it is on its way.';
  switch (health) {
    case 'healthy':
      return { tone: 'good', words: `It is applied and healthy.${newer}` };
    case 'progressing':
      return { tone: 'busy', words: `It is applied and on its way to be ready.${newer}` };
    case 'degraded':
      return { tone: 'bad', words: `It is applied, but does not work as it should.${newer}` };
    case 'missing':
      return { tone: 'warn', words: `It was applied, but is not in the cluster any more.${newer}` };
    case 'unknown':
      return { tone: 'idle', words: `It is applied; how it does is not known yet.${newer}` };
    default: {
      const unknown: never = health;
      throw new Error(`unknown health ${unknown}`);
    }
  }
}
