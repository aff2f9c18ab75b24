import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { render } from '../materialize.ts';
import { kitchenSink } from '../sample-summary.ts';
import { exposedMetrics } from '../testing/exposed-metrics.ts';
import { isBalanced, metricsOf, unknownFunctions } from '../testing/promql.ts';
import { dashboardModel } from './dashboard-model.ts';
import { graph, stat } from './panel.ts';

const Place = z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() });
const Model = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), definition: z.string().optional() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: Place,
      datasource: z.object({ type: z.string() }).optional(),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
});

const { resources } = render({ summary: kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'small', full: true }) });
const dashboards = resources
  .filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1')
  .flatMap((resource) => {
    const { data } = z.object({ data: z.record(z.string(), z.string()) }).parse(resource);
    return Object.values(data).map((text) => Model.parse(JSON.parse(text)));
  });

test('there is a dashboard for nodes, workloads, pods, Postgres, Redis, Istio, logs and metrics', () => {
  expect(dashboards.map(({ uid }) => uid).sort()).toEqual(
    expect.arrayContaining(['istio', 'loki', 'nodes', 'pods', 'postgres', 'redis', 'victoria-metrics', 'workloads']),
  );
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
});

describe.each(dashboards)('the dashboard $title', ({ panels, templating }) => {
  const asked = panels
    .filter(({ datasource }) => datasource?.type === 'prometheus')
    .flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));

  it('asks for metrics that are exposed, in expressions that close what they open', () => {
    expect(asked.length).toBeGreaterThan(5);
    for (const { title, expr } of asked) {
      expect(isBalanced(expr), title).toBe(true);
      expect(unknownFunctions(expr), title).toEqual([]);
      expect(
        metricsOf(expr).filter((metric) => !exposedMetrics.has(metric)),
        title,
      ).toEqual([]);
    }
  });

  it('uses only variables that it has, filled from metrics that are exposed', () => {
    const names = new Set([...templating.list.map(({ name }) => name), '__rate_interval']);
    const used = asked.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name));
    expect(used.filter((name) => !names.has(name))).toEqual([]);
    for (const { definition } of templating.list) {
      if (!definition) continue;
      const [, selector = ''] = /^label_values\((.+), \w+\)$/.exec(definition) ?? [];
      expect(metricsOf(selector).filter((metric) => exposedMetrics.has(metric))).toHaveLength(1);
    }
  });

  it('has panels that lie beside each other, none on another, none beyond the edge', () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(x, title).toBeLessThan(24);
          expect(taken.has(`${x},${y}`), title).toBe(false);
          taken.add(`${x},${y}`);
        }
  });
});

test('without Grafana no battery brings a dashboard', () => {
  const summary = kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'small' });
  const without = render({ summary: { ...summary, batteries: summary.batteries.filter(({ type }) => type !== 'grafana') } }).resources;
  expect(without.filter(({ metadata }) => metadata.labels?.grafana_dashboard || metadata.labels?.grafana_datasource)).toEqual([]);
});

test('numbers stand six in a line, graphs three, and each kind begins a line of its own', () => {
  const model = Model.parse(
    dashboardModel({
      uid: 'a',
      title: 'A',
      folder: 'Data',
      rows: [{ title: 'R', panels: [...Array.from({ length: 7 }, () => stat('s', 'none', 'up')), graph('g', 'none', [{ expr: 'up' }])] }],
    }),
  );
  expect(model.panels.map(({ gridPos: { x, y, w, h } }) => [x, y, w, h])).toEqual([
    [0, 0, 24, 1],
    ...[0, 4, 8, 12, 16, 20].map((x) => [x, 1, 4, 4]),
    [0, 5, 24, 4],
    [0, 9, 24, 8],
  ]);
});
