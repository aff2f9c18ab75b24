import { describe, expect, test } from 'vitest';
import { canonicalText } from './canonical.ts';
import { formatKey, parseKey, resourceKey } from './resource.ts';
import { stageOf } from './stage.ts';

describe('canonical bytes', () => {
  test('do not depend on the order in which fields were written', () => {
    expect(canonicalText({ b: [1, { d: 1, c: 2 }], a: 'é' })).toBe('{"a":"é","b":[1,{"c":2,"d":1}]}');
  });

  test('sort keys by UTF-16 code units, as RFC 8785 section 3.2.3 does', () => {
    expect(canonicalText({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
  });

  test('refuse what JSON cannot say', () => {
    expect(() => canonicalText({ cpu: Number.NaN })).toThrow();
    expect(() => canonicalText(undefined)).toThrow(/canonical JSON/);
  });
});

describe('resource keys', () => {
  test('name an object whatever version of its kind is used', () => {
    const metadata = { name: 'web', namespace: 'battery-core' };
    expect(resourceKey({ apiVersion: 'apps/v1', kind: 'Deployment', metadata })).toBe('apps/Deployment/battery-core/web');
    expect(resourceKey({ apiVersion: 'apps/v1beta1', kind: 'Deployment', metadata })).toBe('apps/Deployment/battery-core/web');
    expect(resourceKey({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'battery-core' } })).toBe('core/Namespace/-/battery-core');
  });

  test('survive names with colons, which RBAC allows', () => {
    const parts = {
      group: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      namespace: undefined,
      name: 'metrics-server:system:auth-delegator',
    };
    expect(parseKey(formatKey(parts))).toEqual(parts);
  });

  test.each(['', 'core/Namespace/-', 'core/Pod/a/b/c', '/Pod/a/b'])('%j is refused', (key) => {
    expect(() => parseKey(key)).toThrow(/group\/Kind\/namespace\/name/);
  });
});

test('a custom kind that shares its name with a built-in one is applied as a custom resource', () => {
  expect(stageOf({ apiVersion: 'serving.knative.dev/v1', kind: 'Service' })).toBe(4);
  expect(stageOf({ apiVersion: 'v1', kind: 'Service' })).toBe(3);
  expect(stageOf({ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' })).toBe(5);
});
