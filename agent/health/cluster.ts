import type { Live } from '../kube/answer.ts';
import { digText } from '../kube/json.ts';
import { conditionOf, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

export function namespace(live: Live): Health {
  return digText(live, 'status', 'phase') === 'Terminating' ? progressing('is being deleted') : healthy;
}

export function customResourceDefinition(live: Live): Health {
  const names = conditionOf(live, 'NamesAccepted');
  if (names?.status === 'False') return degraded(saying(names));
  const schema = conditionOf(live, 'NonStructuralSchema');
  if (schema?.status === 'True') return degraded(saying(schema));
  return conditionOf(live, 'Established')?.status === 'True' ? healthy : progressing('the API server does not serve it yet');
}

export function apiService(live: Live): Health {
  const available = conditionOf(live, 'Available');
  if (!available) return progressing('the API server has not asked it yet');
  return available.status === 'True' ? healthy : degraded(saying(available));
}
