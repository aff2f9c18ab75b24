/** Units as Grafana names them. */
export type Unit =
  | 'bool'
  | 'bytes'
  | 'Bps'
  | 'dateTimeFromNow'
  | 'dtdurations'
  | 'ms'
  | 'none'
  | 'ops'
  | 'percentunit'
  | 'reqps'
  | 's'
  | 'short';

/** `legend` names each line by its labels, such as `{{pod}}`. */
type Query = { expr: string; legend?: string };

export type Panel = { height: number; perLine: number; model: object };

const prometheus = { type: 'prometheus', uid: '$datasource' };
const loki = { type: 'loki', uid: 'loki' };
const refId = (index: number) => String.fromCharCode(65 + index);

function targets(queries: readonly Query[], more: object) {
  return queries.map(({ expr, legend }, index) => ({
    refId: refId(index),
    datasource: prometheus,
    expr,
    ...(legend && { legendFormat: legend }),
    ...more,
  }));
}

/** Lines over time. `max` fixes the top of the scale, so that a share looks like one. */
export function graph(
  title: string,
  unit: Unit,
  queries: readonly Query[],
  { max, stack = false }: { max?: number; stack?: boolean } = {},
): Panel {
  return {
    height: 8,
    perLine: 3,
    model: {
      type: 'timeseries',
      title,
      datasource: prometheus,
      targets: targets(queries, { range: true }),
      fieldConfig: {
        defaults: {
          unit,
          min: 0,
          ...(max !== undefined && { max }),
          custom: { lineWidth: 1, fillOpacity: stack ? 30 : 8, showPoints: 'never', stacking: { mode: stack ? 'normal' : 'none' } },
        },
        overrides: [],
      },
      options: {
        legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
    },
  };
}

/** One number of now. From `warn` on it is orange, from `bad` on red; where `bad` is below `warn`, low is what is bad. */
export function stat(title: string, unit: Unit, expr: string, { warn, bad }: { warn?: number; bad?: number } = {}): Panel {
  return {
    height: 4,
    perLine: 6,
    model: {
      type: 'stat',
      title,
      datasource: prometheus,
      targets: targets([{ expr }], { instant: true }),
      fieldConfig: { defaults: { unit, thresholds: { mode: 'absolute', steps: steps(warn, bad) } }, overrides: [] },
      options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'none', textMode: 'value' },
    },
  };
}

function steps(warn: number | undefined, bad: number | undefined) {
  if (warn === undefined && bad === undefined) return [{ color: 'text', value: null }];
  const lowIsBad = warn !== undefined && bad !== undefined && bad < warn;
  if (lowIsBad)
    return [
      { color: 'red', value: null },
      { color: 'orange', value: bad },
      { color: 'green', value: warn },
    ];
  return [
    { color: 'green', value: null },
    ...(warn === undefined ? [] : [{ color: 'orange', value: warn }]),
    ...(bad === undefined ? [] : [{ color: 'red', value: bad }]),
  ];
}

type Column = { header: string; unit: Unit; expr: string };

/** What is now, a row for each set of labels that all columns share. */
export function table(title: string, columns: readonly Column[]): Panel {
  return {
    height: 10,
    perLine: 1,
    model: {
      type: 'table',
      title,
      datasource: prometheus,
      targets: targets(columns, { instant: true, format: 'table' }),
      transformations: [
        { id: 'merge', options: {} },
        {
          id: 'organize',
          options: {
            excludeByName: { Time: true },
            renameByName: Object.fromEntries(
              columns.map(({ header }, index) => [`Value${columns.length > 1 ? ` #${refId(index)}` : ''}`, header]),
            ),
          },
        },
      ],
      fieldConfig: {
        defaults: {},
        overrides: columns.map(({ header, unit }) => ({
          matcher: { id: 'byName', options: header },
          properties: [{ id: 'unit', value: unit }],
        })),
      },
      options: { showHeader: true, footer: { show: false } },
    },
  };
}

/** Lines of Loki that a LogQL selector finds. */
export function logs(title: string, expr: string): Panel {
  return {
    height: 16,
    perLine: 1,
    model: {
      type: 'logs',
      title,
      datasource: loki,
      targets: [{ refId: 'A', datasource: loki, expr, queryType: 'range' }],
      options: { showTime: true, wrapLogMessage: true, enableLogDetails: true, sortOrder: 'Descending' },
    },
  };
}
