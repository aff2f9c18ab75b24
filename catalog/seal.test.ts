import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { expect, test, vi } from 'vitest';
import { seal } from './seal.ts';

vi.mock('@home-base/schema/kube/canonical.ts', { spy: true });

const map = (data: Record<string, string>): Resource => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'é' }, data });

test('a resource is sealed by its canonical bytes, the first time and when it is known', () => {
  for (const data of [
    { b: '2', a: '1' },
    { b: '2', a: '1' },
    { b: '2', a: '3' },
  ]) {
    const text = canonicalText(map(data));
    const { sha256, bytes, text: textOf } = seal(map(data));
    expect({ sha256, bytes, text: textOf() }).toEqual({ sha256: sha256Hex(text), bytes: Buffer.byteLength(text), text });
  }
});

test('the order of fields is no part of it', () => {
  expect(seal(map({ a: '1', b: '2' })).sha256).toBe(seal(map({ b: '2', a: '1' })).sha256);
});

test('what has no canonical form is refused each time', () => {
  for (const _ of [1, 2]) expect(() => seal(map({ a: '\ud800' }))).toThrow('surrogate');
});

test('what is asked for again stays known, however much there was before', () => {
  const canonical = vi.mocked(canonicalText);
  const all = (from: number) => {
    canonical.mockClear();
    for (let number = from; number < from + 30_000; number += 1) seal(map({ number: String(number) }));
    return canonical.mock.calls.length;
  };
  expect([all(0), all(0), all(0)]).toEqual([30_000, 0, 0]);
  expect([all(100_000), all(100_000), all(100_000)]).toEqual([30_000, 0, 0]);
  expect(all(0)).toBeGreaterThan(29_000);
});
