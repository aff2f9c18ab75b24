import type { Live } from '../kube/answer.ts';
import { conditionsOf, isBehind, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

/**
 * kstatus, for every kind without a rule of its own (cert-manager's Certificate, Issuer and ClusterIssuer among them): the status is of this
 * generation, nothing is Stalled or Reconciling, Ready or Available is True. A kind that says nothing is healthy when it is there.
 */
export function kstatus(live: Live): Health {
  if (isBehind(live)) return progressing('the newest spec was not observed yet');
  const conditions = conditionsOf(live);
  const named = (type: string) => conditions.find((condition) => condition.type === type);
  const stalled = named('Stalled');
  if (stalled?.status === 'True') return degraded(saying(stalled));
  const reconciling = named('Reconciling');
  if (reconciling?.status === 'True') return progressing(saying(reconciling));
  const ready = named('Ready') ?? named('Available');
  if (!ready) return healthy;
  if (isBehind(live, ready)) return progressing('the newest spec was not observed yet');
  if (ready.status === 'True') return healthy;
  // cert-manager says Issuing while it works on a first or renewed certificate.
  const issuing = named('Issuing');
  if (ready.status === 'Unknown' || issuing?.status === 'True') return progressing(saying(issuing?.status === 'True' ? issuing : ready));
  return /^Err|fail|error|invalid|denied|misconfigur/i.test(ready.reason) ? degraded(saying(ready)) : progressing(saying(ready));
}
