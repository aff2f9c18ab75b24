import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { versions } from '@home-base/dev/versions.ts';

/** One line of the table. `reached` is undefined where there is no goal, or nothing was measured. */
export type Row = { what: string; ours: string; others: string; limit: string; goal: string; reached: boolean | undefined };

type Results = {
  startedAt: string;
  seconds: number;
  machine: ReturnType<typeof machineFacts>;
  versions: Record<string, string>;
  rows: Row[];
  /** What did not run, and why. */
  missing: string[];
  /** Every series, by section. */
  measurements: Record<string, unknown>;
};

export const resultsPath = join(import.meta.dirname, 'results.json');

/** `loadBefore`: how busy the machine was before we began. Above half its cores, absolute numbers say little; shares of the raw limit still do. */
export function machineFacts() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    os: `${process.platform} ${process.arch}`,
    loadBefore: loadavg().map((value) => Math.round(value * 100) / 100),
  };
}

export function versionFacts(extra: Record<string, string | undefined>): Record<string, string> {
  const given = Object.entries(extra).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    node: process.versions.node,
    kubernetes: versions.kubernetes,
    etcd: versions.etcd,
    kwok: versions.kwok,
    commit: commit(),
    ...Object.fromEntries(given),
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

const columns: { title: string; of: (row: Row) => string; width: number }[] = [
  { title: 'what', of: (row) => row.what, width: 38 },
  { title: 'ours', of: (row) => row.ours, width: 30 },
  { title: 'other tools', of: (row) => row.others, width: 34 },
  { title: 'raw limit', of: (row) => row.limit, width: 12 },
  { title: 'goal', of: (row) => row.goal, width: 32 },
  { title: 'reached', of: (row) => (row.reached === undefined ? '–' : row.reached ? 'yes' : 'NO'), width: 7 },
];

/** The table as text; long cells are wrapped at words. */
export function renderTable(rows: readonly Row[]): string {
  const rule = columns.map(({ width }) => '─'.repeat(width)).join('─┼─');
  const head = columns.map(({ title, width }) => title.padEnd(width)).join(' │ ');
  return [head, rule, ...rows.flatMap((row) => renderRow(columns.map((column) => wrap(column.of(row), column.width))))].join('\n');
}

function renderRow(cells: string[][]): string[] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns.map(({ width }, index) => (cells[index]?.[line] ?? '').padEnd(width)).join(' │ '),
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((each) => each.slice(0, width));
}

export function writeResults(results: Results): void {
  writeFileSync(resultsPath, `${JSON.stringify(results, undefined, 2)}\n`);
}
