import { expect, test } from 'vitest';
import { createIndex } from './index.ts';
import { planChanges } from './plan.ts';
import { desiredOf } from './testing/desired.ts';
import { configMap, deployment, ingress, namespace, service, serviceAccount } from './testing/resources.ts';

test('what a pod may look for when it starts is applied before what makes pods', () => {
  const { entries } = desiredOf(1, [
    deployment('ns', 'a'),
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a', namespace: 'ns' } },
    ingress('ns', 'a'),
    service('ns', 'a'),
    configMap('ns', 'a'),
    serviceAccount('ns', 'a'),
    namespace('ns'),
  ]);
  const { changes } = planChanges(entries, createIndex(), new Set());
  expect(changes.map(({ key }) => key.split('/')[1])).toEqual([
    'Namespace',
    'ServiceAccount',
    'ConfigMap',
    'Service',
    'Ingress',
    'Deployment',
    'Job',
  ]);
});
