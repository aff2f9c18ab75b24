import type { Live } from '../kube/answer.ts';
import { digNumber, digText } from '../kube/json.ts';
import { conditionOf, conditionsOf, saying } from './conditions.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

const statusNumber = (live: Live, field: string) => digNumber(live, 'status', field) ?? 0;
const notObserved = (live: Live) => (digNumber(live, 'status', 'observedGeneration') ?? 0) < (live.metadata.generation ?? 1);
const stale = progressing('the newest spec was not observed yet');

export function deployment(live: Live): Health {
  if (notObserved(live)) return stale;
  const wanted = digNumber(live, 'spec', 'replicas') ?? 1;
  const available = statusNumber(live, 'availableReplicas');
  const told = conditionOf(live, 'Progressing');
  if (told?.status === 'False' && told.reason === 'ProgressDeadlineExceeded')
    return degraded(`${available}/${wanted} pods are available: ${saying(told)}`);
  const failed = conditionOf(live, 'ReplicaFailure');
  if (failed?.status === 'True') return degraded(saying(failed));
  const updated = statusNumber(live, 'updatedReplicas');
  if (updated < wanted) return progressing(`${updated}/${wanted} pods run the newest version`);
  if (statusNumber(live, 'replicas') > updated)
    return progressing(`${statusNumber(live, 'replicas') - updated} pods of an older version are still there`);
  return available < wanted ? progressing(`${available}/${wanted} pods are available`) : healthy;
}

export function statefulSet(live: Live): Health {
  if (notObserved(live)) return stale;
  const wanted = digNumber(live, 'spec', 'replicas') ?? 1;
  const ready = statusNumber(live, 'readyReplicas');
  if (ready < wanted) return progressing(`${ready}/${wanted} pods are ready`);
  if (digText(live, 'spec', 'updateStrategy', 'type') === 'OnDelete') return healthy;
  const partition = digNumber(live, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const updated = statusNumber(live, 'updatedReplicas');
  const current = digText(live, 'status', 'currentRevision') === digText(live, 'status', 'updateRevision');
  return current || updated >= wanted - partition ? healthy : progressing(`${updated}/${wanted - partition} pods run the newest version`);
}

export function daemonSet(live: Live): Health {
  if (notObserved(live)) return stale;
  const wanted = statusNumber(live, 'desiredNumberScheduled');
  const updated = statusNumber(live, 'updatedNumberScheduled');
  if (updated < wanted && digText(live, 'spec', 'updateStrategy', 'type') !== 'OnDelete')
    return progressing(`${updated}/${wanted} nodes run the newest version`);
  const available = statusNumber(live, 'numberAvailable');
  return available < wanted ? progressing(`available on ${available}/${wanted} nodes`) : healthy;
}

/** A Job is healthy once it is done, and while it runs without failing. */
export function job(live: Live): Health {
  const failed = conditionsOf(live).find((condition) => condition.type === 'Failed' && condition.status === 'True');
  if (failed) return degraded(saying(failed));
  if (conditionOf(live, 'Complete')?.status === 'True') return healthy;
  if (conditionOf(live, 'Suspended')?.status === 'True') return progressing('is suspended');
  const succeeded = statusNumber(live, 'succeeded');
  return progressing(`${succeeded}/${digNumber(live, 'spec', 'completions') ?? 1} pods have finished`);
}
