import { describe, expect, test } from 'vitest';
import { parseKey } from '../kube/resource.ts';
import { clipBalancers, Facts, longest, mostAddresses, mostLoadBalancers, Report, ResourceReport } from './agent.ts';

const facts: Facts = { kubernetesVersion: 'v1', nodes: [], storageClasses: [], podCount: 0 };
const at = '2026-11-21T04:00:00Z';
const resource = (key: string): ResourceReport => ({ key, state: 'applied', health: 'healthy' });
const longestKey = `${'g'.repeat(253)}/${'K'.repeat(63)}/${'n'.repeat(63)}/${'m'.repeat(253)}`;

describe('a key of a report', () => {
  test.each(['', 'x', 'core/Namespace/-', 'core/Pod/a/b/c', '/Pod/a/b', 'core//a/b', 'core/Pod//b', 'core/Pod/a/'])('%j is none', (key) => {
    expect(() => parseKey(key)).toThrow();
    expect(ResourceReport.safeParse(resource(key)).success).toBe(false);
    expect(Facts.safeParse({ ...facts, loadBalancers: { [key]: [] } }).success).toBe(false);
  });

  test.each(['core/Namespace/-/a', 'rbac.authorization.k8s.io/ClusterRole/-/a:b', longestKey])('%j is one', (key) => {
    expect(parseKey(key).name).not.toBe('');
    expect(ResourceReport.parse(resource(key)).key).toBe(key);
  });

  test('is no longer than Kubernetes lets its parts be', () => {
    expect(ResourceReport.safeParse(resource(`${longestKey}m`)).success).toBe(false);
  });
});

describe('a report is bounded in', () => {
  const balancers = (count: number, addresses: string[]) =>
    Object.fromEntries(Array.from({ length: count }, (_, number) => [`core/Service/a/s${number}`, addresses]));
  const withBalancers = (count: number, addresses: string[]) =>
    Facts.safeParse({ ...facts, loadBalancers: balancers(count, addresses) }).success;

  test('load balancers, their addresses, and the length of each', () => {
    const full = Array.from({ length: 5_000 }, () => 'h'.repeat(longest.name));
    expect(withBalancers(1, full)).toBe(true);
    expect(withBalancers(5_000, [])).toBe(true);
    expect(withBalancers(5_001, [])).toBe(false);
    expect(withBalancers(1, [...full, 'h'])).toBe(false);
    expect(withBalancers(1, ['h'.repeat(longest.name + 1)])).toBe(false);
  });

  test('what is kept of more load balancers, which is the same whatever order they came in', () => {
    const many = Array.from({ length: 600 }, (_, number): [string, string[]] => [`core/Service/a/s${1000 + number}`, ['c', 'b', 'a']]);
    const kept = clipBalancers([...many.toReversed(), ['core/Service/a/s', Array.from({ length: 30 }, (_, number) => `${130 - number}`)]]);
    expect(Object.keys(kept)).toHaveLength(mostLoadBalancers);
    expect(kept['core/Service/a/s']).toEqual(Array.from({ length: mostAddresses }, (_, number) => `${101 + number}`));
    expect(kept['core/Service/a/s1498']).toEqual(['a', 'b', 'c']);
    expect(kept).not.toHaveProperty('core/Service/a/s1499');
  });

  test('every text', () => {
    const drift = { kind: 'changed', fields: [''], manager: '', at, action: 'reverted' };
    const resources = [{ ...resource('core/Pod/a/b'), message: '', waitsFor: '', conflicts: [''], drift }];
    const pods = [{ namespace: '', name: '', owner: '', app: '', phase: 'Running', ready: true, restarts: 0, node: '', message: '' }];
    const report = {
      counter: 1,
      sentAt: at,
      agent: { version: '', startedAt: at, rssBytes: 1 },
      phase: 'applied',
      full: true,
      resources,
      gone: [longestKey],
      facts: {
        ...facts,
        kubernetesVersion: '',
        platform: '',
        nodes: [{ name: '', ready: true, cpuMillis: 1, memoryBytes: 1, version: '' }],
        storageClasses: [{ name: '', isDefault: true, expandable: true }],
        readyIssuers: [''],
        backups: [{ name: '', namespace: '', cluster: '', id: '' }],
      },
      pods,
      refusals: [{ at, code: '', detail: '', count: 1 }],
      heldRemovals: [longestKey],
    };
    expect(Report.safeParse(report).success).toBe(true);
    const places: string[] = [];
    mapTexts(report, (path, text) => {
      places.push(path);
      return text;
    });
    expect(places).toContain('facts.backups.0.id');
    for (const place of places) {
      const tooLong = mapTexts(report, (path, text) => (path === place ? 'x'.repeat(30_000) : text));
      expect(Report.safeParse(tooLong).error?.issues[0]?.path.join('.'), place).toBe(place);
    }
  });
});

/** The JSON value with each of its texts changed, which is told its path. */
function mapTexts(value: unknown, change: (path: string, text: string) => string, at: string[] = []): unknown {
  if (typeof value === 'string') return change(at.join('.'), value);
  if (Array.isArray(value)) return value.map((inner, index) => mapTexts(inner, change, [...at, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, change, [...at, name])]));
}
