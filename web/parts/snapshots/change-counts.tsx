import { cx } from '../../ui/cx.ts';
import { formatCount } from '../../ui/quantity.ts';

const parts = [
  ['added', '+', 'text-good'],
  ['changed', '~', 'text-busy'],
  ['removed', '−', 'text-bad'],
] as const;

/** "+3 ~1 −2": what a snapshot changed. Zeroes are faint; screen readers get words. */
export function ChangeCounts({ changes }: { changes: { added: number; changed: number; removed: number } }) {
  return (
    <span className="figures inline-flex gap-2.5 font-mono text-xs">
      {parts.map(([field, sign, colour]) => (
        <span key={field} className={changes[field] > 0 ? colour : 'text-faint'}>
          <span aria-hidden>
            {sign}
            {formatCount(changes[field])}
          </span>
          <span className="sr-only">
            {changes[field]} {field}
          </span>
        </span>
      ))}
    </span>
  );
}

/** Sign and colour of one kind of change. */
export function ChangeSign({ change }: { change: 'added' | 'changed' | 'removed' }) {
  const [, sign, colour] = parts.find(([field]) => field === change) ?? parts[1];
  return (
    <span className={cx('inline-block w-4 shrink-0 font-mono', colour)}>
      <span aria-hidden>{sign}</span>
      <span className="sr-only">{change}</span>
    </span>
  );
}
