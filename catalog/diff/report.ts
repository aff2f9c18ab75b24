import { type Change, type Comparison, isEmpty } from './compare.ts';

/** The comparison as text for people; undefined when nothing differs. */
export function report(comparison: Comparison): string | undefined {
  if (isEmpty(comparison)) return undefined;
  const { added, removed, changed, roles, definitions } = comparison;
  return [
    section(
      'Resources that are new',
      added.map((key) => `+ ${key}`),
    ),
    section(
      'Resources that are gone',
      removed.map((key) => `- ${key}`),
    ),
    section('Resources that say something else', changes(changed)),
    section('Rights: what roles may do', changes(roles)),
    section('Definitions (CRDs): what can be said', changes(definitions)),
    `${count(added, 'new')}, ${count(removed, 'gone')}, ${count(changed, 'changed')}, ${count(roles, 'with other rights')}, ${count(definitions, 'with another schema')}\n`,
  ]
    .filter(Boolean)
    .join('\n');
}

const count = (list: readonly unknown[], what: string) => `${list.length} ${what}`;

const changes = (list: Change[]) => list.flatMap(({ key, lines }) => [key, ...lines.map((line) => `  ${line}`)]);

function section(title: string, lines: string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
