import type { Resource } from '@home-base/schema/kube/resource.ts';
import { namespacesOf } from '../namespaces.ts';
import { dashboard } from '../parts/config-map.ts';
import type { Summary } from '../summary.ts';
import type { Panel } from './panel.ts';

/** `query` is Grafana's `label_values(metric, label)`; `all` offers every value at once. */
type Variable = { name: string; label: string; query: string; all?: boolean };

export type DashboardDefinition = {
  /** Part of the address, `/d/<uid>`, so it never changes. */
  uid: string;
  title: string;
  folder: 'Data' | 'Kubernetes' | 'Monitoring' | 'Network';
  variables?: readonly Variable[];
  rows: readonly { title: string; panels: readonly Panel[] }[];
};

/** The dashboard as a ConfigMap in the core namespace; nothing without the battery grafana. */
export function installDashboard(definition: DashboardDefinition, summary: Summary): Resource[] {
  const { uid, folder } = definition;
  return dashboard(
    { name: `grafana-dashboard-${uid}`, namespace: namespacesOf(summary).core, folder, model: dashboardModel(definition) },
    summary,
  );
}

/** Grafana's classic JSON model. Panels of a row stand side by side, as many as their kind allows; equal ones share a line. */
export function dashboardModel({ uid, title, variables = [], rows }: DashboardDefinition) {
  let y = 0;
  let id = 0;
  const panels: object[] = [];
  for (const row of rows) {
    panels.push({ id: ++id, type: 'row', title: row.title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    y += 1;
    for (const line of linesOf(row.panels)) {
      const w = Math.floor(24 / line.length);
      line.forEach(({ model, height }, index) => {
        panels.push({ id: ++id, gridPos: { x: index * w, y, w, h: height }, ...model });
      });
      y += Math.max(...line.map(({ height }) => height));
    }
  }
  return {
    uid,
    title,
    tags: ['home-base'],
    schemaVersion: 39,
    editable: false,
    refresh: '1m',
    time: { from: 'now-3h', to: 'now' },
    templating: { list: [datasourceVariable, ...variables.map(queryVariable)] },
    panels,
  };
}

function linesOf(panels: readonly Panel[]): Panel[][] {
  const lines: Panel[][] = [];
  for (const panel of panels) {
    const last = lines.at(-1);
    if (last && last[0]?.height === panel.height && last.length < panel.perLine) last.push(panel);
    else lines.push([panel]);
  }
  return lines;
}

const datasourceVariable = { type: 'datasource', name: 'datasource', label: 'Data source', query: 'prometheus', refresh: 1, hide: 2 };

function queryVariable({ name, label, query, all = false }: Variable) {
  return {
    type: 'query',
    name,
    label,
    datasource: { type: 'prometheus', uid: '$datasource' },
    definition: query,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    ...(all && { multi: true, includeAll: true, allValue: '.*', current: { text: ['All'], value: ['$__all'] } }),
  };
}
