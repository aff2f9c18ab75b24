import type { Live } from '../kube/answer.ts';
import { digNumber, digText } from '../kube/json.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

/** Every kind of the VictoriaMetrics operator says in status.updateStatus how far it is (its api/operator/v1beta1, UpdateStatus). */
export function victoriaMetrics(live: Live): Health {
  const state = digText(live, 'status', 'updateStatus');
  const reason = digText(live, 'status', 'reason');
  if (state === 'failed') return degraded(reason || 'the operator could not bring it about');
  if (state === 'paused') return progressing('the operator was told to leave it alone');
  const observed = digNumber(live, 'status', 'observedGeneration');
  if (!state || (observed !== undefined && observed < (live.metadata.generation ?? 0)))
    return progressing('the operator has not looked at it yet');
  return state === 'operational' ? healthy : progressing(reason || 'the operator is bringing it about');
}
