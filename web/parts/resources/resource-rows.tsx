import { cx } from '../../ui/cx.ts';
import { Time } from '../../ui/time.tsx';
import { type HealthState, type ResourceState, ResourceStatus } from '../health.tsx';
import { describeKey, ResourceName } from '../resource-name.tsx';
import { StackedCell, StackedRow, StackedTable } from '../stacked-table.tsx';

export type ResourceRow = {
  key: string;
  state: ResourceState;
  health: HealthState;
  message?: string | null;
  waitsFor?: string | null;
  drift?: { kind: string; manager: string; action: string } | null;
  updatedAt?: Date | string;
};

/** Path of a resource's page; the slashes of its key stay, other signs are escaped. */
export function resourcePath(at: string, key: string): string {
  return `${at}/resources/${key.split('/').map(encodeURIComponent).join('/')}`;
}

/** Resources one a row: what, how it stands and why. `at` is the installation's path. */
export function ResourceRows({ rows, at, label }: { rows: readonly ResourceRow[]; at: string; label: string }) {
  return (
    <StackedTable label={label} head={['Resource', 'Status', 'Why', 'Updated']}>
      {rows.map((row) => (
        <StackedRow key={row.key}>
          <StackedCell className="sm:max-w-80">
            <ResourceName resourceKey={row.key} to={resourcePath(at, row.key)} />
          </StackedCell>
          <StackedCell>
            <ResourceStatus state={row.state} health={row.health} />
          </StackedCell>
          <StackedCell className={cx('break-words text-muted sm:max-w-96', !whyOf(row) && 'max-sm:hidden')}>{whyOf(row)}</StackedCell>
          <StackedCell className="text-xs text-faint">{row.updatedAt && <Time at={row.updatedAt} />}</StackedCell>
        </StackedRow>
      ))}
    </StackedTable>
  );
}

/** Why it is not simply healthy, in one line; empty when there is nothing to say. */
export function whyOf({ message, waitsFor, drift }: ResourceRow): string {
  if (waitsFor) return `Waits for ${describeKey(waitsFor)}.${message ? ` ${message}` : ''}`;
  if (message) return message;
  return drift ? driftSentence(drift) : '';
}

export function driftSentence({ kind, manager, action }: { kind: string; manager: string; action: string }): string {
  const what =
    { changed: `${manager} changed it`, foreign: `${manager} added fields beside ours`, deleted: `${manager} deleted it` }[kind] ??
    `${manager} touched it`;
  const then =
    {
      reverted: 'the agent put it back',
      reported: 'it was left as it is',
      ignored: 'that is allowed',
      'taken-over': 'the agent took the fields over',
    }[action] ?? action;
  return `${what}; ${then}.`;
}
