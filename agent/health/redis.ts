import type { Live } from '../kube/answer.ts';
import { digNumber, digText } from '../kube/json.ts';
import { degraded, type Health, healthy, progressing } from './verdict.ts';

/** OT-CONTAINER-KIT's Redis and RedisSentinel have an empty status; RedisReplication names its master; RedisCluster has a state. */
export function redis(live: Live): Health {
  if (live.kind === 'RedisReplication') {
    return digText(live, 'status', 'masterNode') ? healthy : progressing('no master was chosen yet');
  }
  if (live.kind !== 'RedisCluster') return healthy;
  const state = digText(live, 'status', 'state');
  if (state === 'Failed') return degraded(digText(live, 'status', 'reason') || 'the operator calls it failed');
  if (state === 'Ready') return healthy;
  const wanted = digNumber(live, 'spec', 'redisLeader', 'replicas') ?? digNumber(live, 'spec', 'clusterSize') ?? 0;
  const ready = digNumber(live, 'status', 'readyLeaderReplicas') ?? 0;
  return progressing(
    state ? `${digText(live, 'status', 'reason') || state}; ${ready}/${wanted} leaders are ready` : 'the operator has not looked at it yet',
  );
}
