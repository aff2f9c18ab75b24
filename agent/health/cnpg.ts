import type { Live } from '../kube/answer.ts';
import { dig, digList, digNumber, digObject, digText } from '../kube/json.ts';
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
  if (archiving?.status === 'False' && isArchived(live)) return degraded(`backups do not work: ${saying(archiving)}`);
  return healthy;
}

/** Does the cluster say where its WAL goes: to a plugin, or the way before plugins? */
function isArchived(live: Live): boolean {
  return dig(live, 'spec', 'backup') !== undefined || digList(live, 'spec', 'plugins').some((plugin) => plugin.isWALArchiver === true);
}

/** One base backup. Phases: `BackupPhase` of CloudNativePG 1.29. */
export function backup(live: Live): Health {
  const phase = digText(live, 'status', 'phase');
  if (phase === 'completed') return healthy;
  if (phase === 'failed' || phase === 'walArchivingFailing') return degraded(digText(live, 'status', 'error') || `the backup is ${phase}`);
  return progressing(phase ? `the backup is ${phase}` : 'the operator has not looked at it yet');
}

/** Of the Barman plugin: when backups of each server failed and succeeded last. Before the first there is nothing to say. */
export function objectStore(live: Live): Health {
  for (const [server, window] of Object.entries(digObject(dig(live, 'status', 'serverRecoveryWindow')))) {
    const failedAt = Date.parse(digText(window, 'lastFailedBackupTime'));
    const succeededAt = Date.parse(digText(window, 'lastSuccessfulBackupTime'));
    if (failedAt > (Number.isNaN(succeededAt) ? 0 : succeededAt)) return degraded(`the last backup of ${server} failed`);
  }
  return healthy;
}

/** Its status holds times of schedules only; the backups that it makes have a health of their own. */
export function scheduledBackup(live: Live): Health {
  return dig(live, 'spec', 'suspend') === true ? progressing('is suspended') : healthy;
}
