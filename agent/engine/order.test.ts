import { describe, expect, it } from 'vitest';
import { definitionOf, failWebhooksOf, namespaceNeeded, servicesNeeded } from './order.ts';
import { planChanges } from './plan.ts';

const listed =
  (...keys: string[]) =>
  (key: string) =>
    keys.includes(key);
const configuration = (failurePolicy: string | undefined, rule: object) => ({
  metadata: { name: 'hook' },
  webhooks: [
    {
      ...(failurePolicy && { failurePolicy }),
      clientConfig: { service: { name: 'op', namespace: 'ns' } },
      rules: [{ operations: ['CREATE'], apiGroups: ['g'], resources: ['lamps'], ...rule }],
    },
  ],
});
const ours = listed('core/Service/ns/op');

describe('what an object waits for', () => {
  it('its namespace, when that is listed', () => {
    expect(namespaceNeeded('core/ConfigMap/ns/a', listed('core/Namespace/-/ns'))).toBe('core/Namespace/-/ns');
    expect(namespaceNeeded('core/ConfigMap/kube-system/a', listed('core/Namespace/-/ns'))).toBeUndefined();
    expect(namespaceNeeded('rbac.authorization.k8s.io/ClusterRole/-/a', listed('core/Namespace/-/ns'))).toBeUndefined();
  });

  it('its definition, named by its group', () => {
    expect(definitionOf('g', ['apiextensions.k8s.io/CustomResourceDefinition/-/lamps.g', 'core/ConfigMap/ns/x.g'])).toBe(
      'apiextensions.k8s.io/CustomResourceDefinition/-/lamps.g',
    );
    expect(definitionOf('other', ['apiextensions.k8s.io/CustomResourceDefinition/-/lamps.g'])).toBe(
      'apiextensions.k8s.io/CustomResourceDefinition/-/*.other',
    );
  });

  it.each([
    ['Fail is the default', undefined, {}, ['core/Service/ns/op']],
    ['Ignore does not hold up', 'Ignore', {}, []],
    ['another plural', 'Fail', { resources: ['shades'] }, []],
    ['every resource', 'Fail', { resources: ['*'] }, ['core/Service/ns/op']],
    ['another group', 'Fail', { apiGroups: ['h'] }, []],
    ['every group', 'Fail', { apiGroups: ['*'] }, ['core/Service/ns/op']],
    ['only deletes', 'Fail', { operations: ['DELETE'] }, []],
  ])('the Service behind a Fail webhook of ours that matches its kind: %s', (_, failurePolicy, rule, services) => {
    expect(servicesNeeded({ apiVersion: 'g/v1', kind: 'Lamp' }, 'lamps', failWebhooksOf(configuration(failurePolicy, rule), ours))).toEqual(
      services,
    );
  });

  it('not a Service of somebody else, and never for a built-in kind', () => {
    expect(failWebhooksOf(configuration('Fail', {}), listed())).toEqual([]);
    expect(
      servicesNeeded(
        { apiVersion: 'apps/v1', kind: 'Deployment' },
        'deployments',
        failWebhooksOf(configuration('Fail', { apiGroups: ['*'], resources: ['*'] }), ours),
      ),
    ).toEqual([]);
  });
});

it('plans by stage, namespaces first, only what is not applied yet', () => {
  const entry = (key: string, sha256: string, stage: number) => [key, [key, sha256, 1, stage, 'b']] as const;
  const entries = new Map(
    [
      entry('g/Lamp/ns/l', '1', 4),
      entry('apiextensions.k8s.io/CustomResourceDefinition/-/lamps.g', '2', 0),
      entry('core/Namespace/-/ns', '3', 0),
      entry('core/ConfigMap/ns/a', '4', 2),
      entry('core/ConfigMap/ns/b', '5', 2),
    ].map(([key, value]) => [key, [...value] as [string, string, number, number, string]]),
  );
  const index = {
    get: (key: string) =>
      key === 'core/ConfigMap/ns/a' ? { key, apiVersion: 'v1', sha256: '4', digest: 'd', resourceVersion: '1' } : undefined,
  };
  expect(planChanges(entries, index)).toMatchObject({
    unchanged: 1,
    changes: [
      { key: 'core/Namespace/-/ns' },
      { key: 'apiextensions.k8s.io/CustomResourceDefinition/-/lamps.g' },
      { key: 'core/ConfigMap/ns/b' },
      { key: 'g/Lamp/ns/l' },
    ],
  });
});
