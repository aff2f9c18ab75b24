import { expect, it, test } from 'vitest';
import { exposedMetrics } from '../testing/exposed-metrics.ts';
import { isBalanced, metricsOf, unknownFunctions } from '../testing/promql.ts';
import { alertGroups } from './alert-rules.ts';

const alerts = alertGroups.flatMap((group) => group.alerts.map((alert) => ({ ...alert, group: group.name })));

it.each(alerts)('$alert asks for metrics that are exposed, in an expression that closes what it opens', ({ expr }) => {
  expect(isBalanced(expr)).toBe(true);
  expect(unknownFunctions(expr)).toEqual([]);
  const metrics = metricsOf(expr);
  expect(metrics.length).toBeGreaterThan(0);
  expect(metrics.filter((metric) => !exposedMetrics.has(metric))).toEqual([]);
});

it.each(alerts)('$alert names the thing by labels that its expression keeps', ({ expr, summary, description }) => {
  const [, kept] = /\b(?:sum|max|count) by \(([^)]*)\)/.exec(expr) ?? [];
  const used = [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
  if (kept === undefined) return;
  const labels = kept.split(',').map((label) => label.trim());
  expect(used.filter((label) => !labels.includes(label))).toEqual([]);
});

test('receivers can route by name: each alert has one of its own', () => {
  const names = alerts.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
});

test('the reader of expressions finds what is wrong', () => {
  expect(metricsOf('sum by (pod) (rate(a_total{x="b_total"}[5m])) / on (pod) c > 0 and d_bytes * 1e3')).toEqual([
    'a_total',
    'c',
    'd_bytes',
  ]);
  expect(unknownFunctions('summ(rate(a[5m]))')).toEqual(['summ']);
  expect([isBalanced('sum(a{b="("}[5m])'), isBalanced('sum(a'), isBalanced('sum(a[5m)]')]).toEqual([true, false, false]);
});
