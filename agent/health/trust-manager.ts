import type { Live } from '../kube/answer.ts';
import { conditionOf, isBehind, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

/** trust-manager says Synced where others say Ready. A source that is not there yet is waited for: its certificate may still be on its way. */
export function bundle(live: Live): Health {
  const synced = conditionOf(live, 'Synced');
  if (!synced) return progressing('trust-manager has not looked at it yet');
  if (isBehind(live, synced)) return progressing('the newest spec was not observed yet');
  if (synced.status === 'True') return healthy;
  return synced.reason === 'SourceNotFound' ? progressing(saying(synced)) : degraded(saying(synced));
}
