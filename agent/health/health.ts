import { groupOf } from '@home-base/schema/kube/resource.ts';
import type { Live } from '../kube/answer.ts';
import { apiService, customResourceDefinition, namespace } from './cluster.ts';
import { backup, cnpgCluster, objectStore, scheduledBackup } from './cnpg.ts';
import { gateway, route } from './gateway.ts';
import { kstatus } from './kstatus.ts';
import { redis } from './redis.ts';
import { persistentVolumeClaim, service } from './storage-and-network.ts';
import { bundle } from './trust-manager.ts';
import { type Health, progressing } from './verdict.ts';
import { victoriaMetrics } from './victoria-metrics.ts';
import { daemonSet, deployment, job, statefulSet } from './workloads.ts';

type HealthRule = (live: Live) => Health;

/** Kinds that kstatus alone does not answer for. cert-manager's kinds follow it exactly. */
const rules: Record<string, HealthRule> = {
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'batch/Job': job,
  '/PersistentVolumeClaim': persistentVolumeClaim,
  '/Service': service,
  '/Namespace': namespace,
  'apiextensions.k8s.io/CustomResourceDefinition': customResourceDefinition,
  'apiregistration.k8s.io/APIService': apiService,
  'postgresql.cnpg.io/Cluster': cnpgCluster,
  'postgresql.cnpg.io/ScheduledBackup': scheduledBackup,
  'postgresql.cnpg.io/Backup': backup,
  'barmancloud.cnpg.io/ObjectStore': objectStore,
  'redis.redis.opstreelabs.in/Redis': redis,
  'redis.redis.opstreelabs.in/RedisReplication': redis,
  'redis.redis.opstreelabs.in/RedisCluster': redis,
  'redis.redis.opstreelabs.in/RedisSentinel': redis,
  'trust.cert-manager.io/Bundle': bundle,
  'gateway.networking.k8s.io/Gateway': gateway,
  'gateway.networking.k8s.io/HTTPRoute': route,
  'gateway.networking.k8s.io/TCPRoute': route,
};

/** Groups whose kinds all say how they are in the same way. */
const groupRules: Record<string, HealthRule> = { 'operator.victoriametrics.com': victoriaMetrics };

/** Health of one live object, from it alone. */
export function healthOf(live: Live): Health {
  if (live.metadata.deletionTimestamp) {
    const finalizers = live.metadata.finalizers ?? [];
    return progressing(finalizers.length > 0 ? `is being deleted; waits for ${finalizers.join(', ')}` : 'is being deleted');
  }
  const group = groupOf(live.apiVersion);
  return (rules[`${group}/${live.kind}`] ?? groupRules[group] ?? kstatus)(live);
}
