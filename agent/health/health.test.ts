import { describe, expect, it } from 'vitest';
import type { Live } from '../kube/answer.ts';
import { healthOf } from './health.ts';

const object = (
  apiVersion: string,
  kind: string,
  rest: { generation?: number; spec?: object; status?: object; deletionTimestamp?: string; finalizers?: string[] } = {},
): Live => {
  const { generation = 1, deletionTimestamp, finalizers, ...parts } = rest;
  return {
    apiVersion,
    kind,
    metadata: { name: 'x', generation, ...(deletionTimestamp && { deletionTimestamp }), ...(finalizers && { finalizers }) },
    ...parts,
  };
};
const condition = (type: string, status: string, rest: object = {}) => ({ type, status, reason: '', message: '', ...rest });
const deployment = (status: object, spec: object = { replicas: 2 }) =>
  object('apps/v1', 'Deployment', { generation: 2, spec, status: { observedGeneration: 2, ...status } });
const cnpg = (status: object) => object('postgresql.cnpg.io/v1', 'Cluster', { spec: { instances: 2 }, status });
const archived = (plugin: object) =>
  object('postgresql.cnpg.io/v1', 'Cluster', {
    spec: { instances: 1, plugins: [{ name: 'barman-cloud.cloudnative-pg.io', ...plugin }] },
    status: {
      phase: 'Cluster in healthy state',
      readyInstances: 1,
      conditions: [condition('ContinuousArchiving', 'False', { message: 'no such bucket' })],
    },
  });
const backup = (status: object) => object('postgresql.cnpg.io/v1', 'Backup', { spec: { cluster: { name: 'pg-main' } }, status });
const objectStore = (serverRecoveryWindow: object) => object('barmancloud.cnpg.io/v1', 'ObjectStore', { status: { serverRecoveryWindow } });
const knative = (...conditions: object[]) => object('serving.knative.dev/v1', 'Service', { status: { observedGeneration: 1, conditions } });
/** Scaled to zero is no fault. */
const restingRevision = {
  observedGeneration: 1,
  actualReplicas: 0,
  conditions: [condition('Active', 'False', { reason: 'NoTraffic', severity: 'Info' }), condition('Ready', 'True')],
};
const certificate = (...conditions: object[]) => object('cert-manager.io/v1', 'Certificate', { status: { conditions } });

describe('health', () => {
  const cases: [string, Live, string, string?][] = [
    ['a kind without status is healthy when it is there', object('v1', 'ConfigMap'), 'healthy'],
    ['an object that is being deleted', object('v1', 'ConfigMap', { deletionTimestamp: 'now', finalizers: ['a/b'] }), 'progressing', 'a/b'],
    ['Deployment ready', deployment({ replicas: 2, updatedReplicas: 2, availableReplicas: 2 }), 'healthy'],
    ['Deployment of no replicas', deployment({}, { replicas: 0 }), 'healthy'],
    [
      'Deployment not observed',
      object('apps/v1', 'Deployment', {
        generation: 3,
        spec: { replicas: 1 },
        status: { observedGeneration: 2, updatedReplicas: 1, availableReplicas: 1 },
      }),
      'progressing',
      'not observed',
    ],
    ['Deployment rolling', deployment({ replicas: 3, updatedReplicas: 1, availableReplicas: 2 }), 'progressing', '1/2 pods run the newest'],
    [
      'Deployment with old pods',
      deployment({ replicas: 3, updatedReplicas: 2, availableReplicas: 3 }),
      'progressing',
      '1 pods of an older',
    ],
    ['Deployment waiting', deployment({ replicas: 2, updatedReplicas: 2, availableReplicas: 1 }), 'progressing', '1/2 pods are available'],
    [
      'Deployment past its deadline',
      deployment({ conditions: [condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded', message: 'timed out' })] }),
      'degraded',
      'timed out',
    ],
    [
      'Deployment refused by a quota',
      deployment({ conditions: [condition('ReplicaFailure', 'True', { message: 'exceeded quota' })] }),
      'degraded',
      'exceeded quota',
    ],
    [
      'StatefulSet ready',
      object('apps/v1', 'StatefulSet', {
        spec: { replicas: 2 },
        status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2, currentRevision: 'a', updateRevision: 'a' },
      }),
      'healthy',
    ],
    [
      'StatefulSet rolling',
      object('apps/v1', 'StatefulSet', {
        spec: { replicas: 2 },
        status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
      }),
      'progressing',
      '1/2',
    ],
    [
      'DaemonSet',
      object('apps/v1', 'DaemonSet', {
        status: { observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 },
      }),
      'progressing',
      '2/3 nodes',
    ],
    [
      'DaemonSet without nodes',
      object('apps/v1', 'DaemonSet', { status: { observedGeneration: 1, desiredNumberScheduled: 0 } }),
      'healthy',
    ],
    ['Job done', object('batch/v1', 'Job', { status: { succeeded: 1, conditions: [condition('Complete', 'True')] } }), 'healthy'],
    ['Job running', object('batch/v1', 'Job', { spec: { completions: 2 }, status: { active: 1, succeeded: 1 } }), 'progressing', '1/2'],
    [
      'Job failed',
      object('batch/v1', 'Job', { status: { conditions: [condition('Failed', 'True', { message: 'backoff limit' })] } }),
      'degraded',
      'backoff limit',
    ],
    ['Knative service ready', knative(condition('RoutesReady', 'True'), condition('Ready', 'True')), 'healthy'],
    [
      'Knative service whose newest revision is not ready',
      knative(condition('Ready', 'Unknown', { reason: 'RevisionMissing', message: 'Revision "x-00001" is not ready' })),
      'progressing',
      'x-00001',
    ],
    [
      'Knative service whose image cannot be found',
      knative(condition('Ready', 'False', { reason: 'RevisionFailed', message: 'Unable to fetch image "nope"' })),
      'degraded',
      'Unable to fetch image',
    ],
    [
      'Knative service not observed',
      object('serving.knative.dev/v1', 'Service', {
        generation: 2,
        status: { observedGeneration: 1, conditions: [condition('Ready', 'True')] },
      }),
      'progressing',
      'not observed',
    ],
    ['Knative revision at rest', object('serving.knative.dev/v1', 'Revision', { status: restingRevision }), 'healthy'],
    ['PVC bound', object('v1', 'PersistentVolumeClaim', { status: { phase: 'Bound' } }), 'healthy'],
    ['PVC pending', object('v1', 'PersistentVolumeClaim', { status: { phase: 'Pending' } }), 'progressing'],
    ['PVC lost', object('v1', 'PersistentVolumeClaim', { status: { phase: 'Lost' } }), 'degraded'],
    ['Service of the cluster', object('v1', 'Service', { spec: { type: 'ClusterIP' }, status: { loadBalancer: {} } }), 'healthy'],
    [
      'Service without address',
      object('v1', 'Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } }),
      'progressing',
      'address',
    ],
    [
      'Service with host name',
      object('v1', 'Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress: [{ hostname: 'h' }] } } }),
      'healthy',
    ],
    ['Namespace ending', object('v1', 'Namespace', { status: { phase: 'Terminating' } }), 'progressing'],
    [
      'CRD not served',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { status: { conditions: [condition('NamesAccepted', 'True')] } }),
      'progressing',
    ],
    [
      'CRD whose names are taken',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        status: { conditions: [condition('NamesAccepted', 'False', { message: '"x" is taken' })] },
      }),
      'degraded',
      'taken',
    ],
    [
      'CRD served',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        status: { conditions: [condition('Established', 'True'), condition('NamesAccepted', 'True')] },
      }),
      'healthy',
    ],
    [
      'APIService dead',
      object('apiregistration.k8s.io/v1', 'APIService', {
        status: { conditions: [condition('Available', 'False', { message: 'no endpoints' })] },
      }),
      'degraded',
      'no endpoints',
    ],
    ['Postgres healthy', cnpg({ phase: 'Cluster in healthy state', readyInstances: 2 }), 'healthy'],
    ['Postgres starting', cnpg({ phase: 'Setting up primary', readyInstances: 0 }), 'progressing', '0/2 instances'],
    [
      'Postgres stuck',
      cnpg({ phase: 'Failed to reconcile', phaseReason: 'no storage class', readyInstances: 0 }),
      'degraded',
      'no storage class',
    ],
    ['Postgres unseen', cnpg({}), 'progressing', 'operator has not looked'],
    ['VMAgent that nobody looked at', object('operator.victoriametrics.com/v1beta1', 'VMAgent'), 'progressing', 'not looked at it'],
    [
      'VMCluster on its way',
      object('operator.victoriametrics.com/v1beta1', 'VMCluster', { status: { observedGeneration: 1, updateStatus: 'expanding' } }),
      'progressing',
      'bringing it about',
    ],
    [
      'VMCluster of an older spec',
      object('operator.victoriametrics.com/v1beta1', 'VMCluster', {
        generation: 2,
        status: { observedGeneration: 1, updateStatus: 'operational' },
      }),
      'progressing',
      'not looked at it',
    ],
    [
      'VMRule that the operator refused',
      object('operator.victoriametrics.com/v1beta1', 'VMRule', {
        status: { observedGeneration: 1, updateStatus: 'failed', reason: 'cannot parse expr' },
      }),
      'degraded',
      'cannot parse expr',
    ],
    [
      'VMServiceScrape in use',
      object('operator.victoriametrics.com/v1beta1', 'VMServiceScrape', { status: { observedGeneration: 1, updateStatus: 'operational' } }),
      'healthy',
    ],
    ['Postgres whose WAL does not get away', archived({ isWALArchiver: true }), 'degraded', 'no such bucket'],
    ['Postgres that archives nothing', archived({}), 'healthy'],
    ['backup finished', backup({ phase: 'completed' }), 'healthy'],
    ['backup failed', backup({ phase: 'failed', error: 'access denied' }), 'degraded', 'access denied'],
    ['backup without WAL', backup({ phase: 'walArchivingFailing' }), 'degraded', 'walArchivingFailing'],
    ['backup running', backup({ phase: 'running' }), 'progressing', 'running'],
    ['backup unseen', backup({}), 'progressing', 'not looked'],
    ['object store unused', objectStore({}), 'healthy'],
    [
      'object store of which one server’s last backup failed',
      objectStore({
        'pg-main': { lastSuccessfulBackupTime: '2026-11-02T00:00:00Z', lastFailedBackupTime: '2026-11-01T00:00:00Z' },
        'pg-shop': { lastSuccessfulBackupTime: '2026-11-01T00:00:00Z', lastFailedBackupTime: '2026-11-02T00:00:00Z' },
      }),
      'degraded',
      'pg-shop failed',
    ],
    [
      'object store whose failure is over',
      objectStore({ 'pg-main': { lastSuccessfulBackupTime: '2026-11-02T00:00:00Z', lastFailedBackupTime: '2026-11-01T00:00:00Z' } }),
      'healthy',
    ],
    [
      'object store whose only backup failed',
      objectStore({ 'pg-main': { lastFailedBackupTime: '2026-11-01T00:00:00Z' } }),
      'degraded',
      'pg-main',
    ],
    ['Redis is silent', object('redis.redis.opstreelabs.in/v1beta2', 'Redis'), 'healthy'],
    [
      'RedisReplication without master',
      object('redis.redis.opstreelabs.in/v1beta2', 'RedisReplication', { status: {} }),
      'progressing',
      'master',
    ],
    [
      'RedisCluster bootstrapping',
      object('redis.redis.opstreelabs.in/v1beta2', 'RedisCluster', {
        spec: { clusterSize: 3 },
        status: { state: 'Bootstrap', readyLeaderReplicas: 1 },
      }),
      'progressing',
      '1/3 leaders',
    ],
    ['RedisCluster ready', object('redis.redis.opstreelabs.in/v1beta2', 'RedisCluster', { status: { state: 'Ready' } }), 'healthy'],
    ['Certificate issued', certificate(condition('Ready', 'True')), 'healthy'],
    [
      'Certificate being issued',
      certificate(condition('Ready', 'False', { reason: 'DoesNotExist' }), condition('Issuing', 'True', { message: 'issuing' })),
      'progressing',
      'issuing',
    ],
    [
      'Issuer misconfigured',
      object('cert-manager.io/v1', 'ClusterIssuer', {
        status: { conditions: [condition('Ready', 'False', { reason: 'ErrInitIssuer', message: 'secret missing' })] },
      }),
      'degraded',
      'secret missing',
    ],
    [
      'any kind: Stalled',
      object('g/v1', 'Lamp', { status: { conditions: [condition('Ready', 'True'), condition('Stalled', 'True', { message: 'stuck' })] } }),
      'degraded',
      'stuck',
    ],
    [
      'any kind: behind',
      object('g/v1', 'Lamp', { generation: 3, status: { observedGeneration: 2, conditions: [condition('Ready', 'True')] } }),
      'progressing',
    ],
    [
      'any kind: condition of an older spec',
      object('g/v1', 'Lamp', { generation: 3, status: { conditions: [condition('Ready', 'True', { observedGeneration: 2 })] } }),
      'progressing',
    ],
    [
      'Gateway programmed',
      object('gateway.networking.k8s.io/v1', 'Gateway', {
        status: { conditions: [condition('Programmed', 'True', { observedGeneration: 1 })] },
      }),
      'healthy',
    ],
    [
      'Gateway refused',
      object('gateway.networking.k8s.io/v1', 'Gateway', {
        status: { conditions: [condition('Accepted', 'False', { message: 'no class' })] },
      }),
      'degraded',
      'no class',
    ],
    ['Bundle unseen', object('trust.cert-manager.io/v1alpha1', 'Bundle'), 'progressing'],
    [
      'Bundle synced',
      object('trust.cert-manager.io/v1alpha1', 'Bundle', {
        status: { conditions: [condition('Synced', 'True', { observedGeneration: 1 })] },
      }),
      'healthy',
    ],
    [
      'Bundle synced before its last change',
      object('trust.cert-manager.io/v1alpha1', 'Bundle', {
        status: { conditions: [condition('Synced', 'True', { observedGeneration: 0 })] },
      }),
      'progressing',
    ],
    [
      'Bundle that waits for its source',
      object('trust.cert-manager.io/v1alpha1', 'Bundle', {
        status: { conditions: [condition('Synced', 'False', { reason: 'SourceNotFound', message: 'no Secret battery-ca' })] },
      }),
      'progressing',
      'no Secret battery-ca',
    ],
    [
      'Bundle with a source that holds no certificate',
      object('trust.cert-manager.io/v1alpha1', 'Bundle', {
        status: { conditions: [condition('Synced', 'False', { reason: 'SourceBuildError', message: 'no certificate' })] },
      }),
      'degraded',
      'no certificate',
    ],
    ['HTTPRoute unseen', object('gateway.networking.k8s.io/v1', 'HTTPRoute'), 'progressing'],
    ['TCPRoute unseen', object('gateway.networking.k8s.io/v1alpha2', 'TCPRoute'), 'progressing'],
    [
      'HTTPRoute without backend',
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', {
        status: {
          parents: [
            {
              parentRef: { name: 'gw' },
              conditions: [condition('Accepted', 'True'), condition('ResolvedRefs', 'False', { message: 'no Service' })],
            },
          ],
        },
      }),
      'degraded',
      'gateway gw: no Service',
    ],
  ];
  it.each(cases)('%s', (_, live, health, message = '') => {
    const verdict = healthOf(live);
    expect(verdict.health).toBe(health);
    expect(verdict.message ?? '').toContain(message);
  });
});
