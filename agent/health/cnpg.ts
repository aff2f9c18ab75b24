import type { Live } from '../kube/answer.ts';
import { dig, digNumber, digText } from '../kube/json.ts';
import { conditionOf, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

/** Phases of CloudNativePG that do not end by themselves. */
const stuck = /fail|unrecoverable|not enough disk|cannot|error|unable|inconsistent|wait.*user|invalid/i;

export function cnpgCluster(live: Live): Health {
  const phase = digText(live, 'status', 'phase');
  const wanted = digNumber(live, 'spec', 'instances') ?? 1;
  const ready = digNumber(live, 'status', 'readyInstances') ?? 0;
  if (!phase) return progressing('the operator has not looked at it yet');
  const reason = digText(live, 'status', 'phaseReason');
  const said = reason ? `${phase}: ${reason}` : phase;
  if (stuck.test(phase)) return degraded(said);
  const archiving = conditionOf(live, 'ContinuousArchiving');
  if (ready < wanted || phase !== 'Cluster in healthy state') return progressing(`${ready}/${wanted} instances are ready; ${said}`);
  if (archiving?.status === 'False' && dig(live, 'spec', 'backup') !== undefined)
    return degraded(`backups do not work: ${saying(archiving)}`);
  return healthy;
}

/** Its status holds times of schedules only; the backups that it makes have a health of their own. */
export function scheduledBackup(live: Live): Health {
  return dig(live, 'spec', 'suspend') === true ? progressing('is suspended') : healthy;
}
