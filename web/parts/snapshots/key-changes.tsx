import { Link } from 'react-router';
import { formatCount } from '../../ui/quantity.ts';
import { describeKey } from '../resource-name.tsx';
import { ChangeCounts, ChangeSign } from './change-counts.tsx';

type KeyChange = { key: string };
export type KeyChanges = { added: readonly KeyChange[]; changed: readonly KeyChange[]; removed: readonly KeyChange[] };

/** More rows than anyone reads; the counts say how many there are. */
const shown = 200;

export function countKeyChanges({ added, changed, removed }: KeyChanges) {
  return { added: added.length, changed: changed.length, removed: removed.length };
}

/** Which resources come, change and go, removals first because they are what one looks for. `linkOf` leads to the fields of one. */
export function KeyChangeList({
  changes,
  linkOf,
  current,
  label,
}: {
  changes: KeyChanges;
  linkOf?: (key: string) => string;
  current?: string | undefined;
  label: string;
}) {
  const all = (['removed', 'changed', 'added'] as const).flatMap((change) => changes[change].map(({ key }) => ({ key, change })));
  if (all.length === 0) return <p className="px-4 py-3 text-muted">Nothing differs.</p>;
  return (
    <div>
      <p className="border-b px-4 py-2.5">
        <ChangeCounts changes={countKeyChanges(changes)} />
      </p>
      <ul aria-label={label} className="max-h-[28rem] divide-y overflow-y-auto">
        {all.slice(0, shown).map(({ key, change }) => (
          <li key={key} className="flex gap-2 px-4 py-1.5 hover:bg-hover/50">
            <ChangeSign change={change} />
            {linkOf ? (
              <Link
                to={linkOf(key)}
                preventScrollReset
                aria-current={key === current || undefined}
                className="min-w-0 break-words hover:underline aria-[current]:font-medium"
              >
                {describeKey(key)}
              </Link>
            ) : (
              <span className="min-w-0 break-words">{describeKey(key)}</span>
            )}
          </li>
        ))}
      </ul>
      {all.length > shown && <p className="border-t px-4 py-2 text-xs text-muted">And {formatCount(all.length - shown)} more.</p>}
    </div>
  );
}
