import type { Live } from '../kube/answer.ts';
import { digList, digText } from '../kube/json.ts';
import { conditionOf, conditionsOf, isBehind, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

export function gateway(live: Live): Health {
  const accepted = conditionOf(live, 'Accepted');
  const programmed = conditionOf(live, 'Programmed');
  if (accepted?.status === 'False') return degraded(saying(accepted));
  if (!programmed || isBehind(live, programmed)) return progressing('its controller has not looked at it yet');
  if (programmed.status === 'True') return healthy;
  return programmed.status === 'Unknown' || programmed.reason === 'Pending'
    ? progressing(saying(programmed))
    : degraded(saying(programmed));
}

/** An HTTPRoute or TCPRoute. Healthy when every gateway that it names has accepted it and found what it points to. */
export function route(live: Live): Health {
  const parents = digList(live, 'status', 'parents');
  if (parents.length === 0) return progressing('no gateway has looked at it yet');
  for (const parent of parents) {
    const name = digText(parent, 'parentRef', 'name');
    for (const condition of conditionsOf({ status: parent })) {
      if (isBehind(live, condition)) return progressing(`gateway ${name} has not looked at the newest spec yet`);
      if ((condition.type === 'Accepted' || condition.type === 'ResolvedRefs') && condition.status === 'False')
        return degraded(`gateway ${name}: ${saying(condition)}`);
    }
  }
  return healthy;
}
