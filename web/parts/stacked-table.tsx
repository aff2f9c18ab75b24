import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../ui/cx.ts';

/** A table whose rows become short blocks below 640 px, so that nothing scrolls sideways. `label` names it for screen readers; a last column "Actions" aligns right. */
export function StackedTable({ label, head, children }: { label: string; head: string[]; children: ReactNode }) {
  return (
    <table aria-label={label} className="w-full border-collapse text-left max-sm:block">
      <thead className="max-sm:sr-only">
        <tr className="border-b">
          {head.map((text) => (
            <th
              key={text}
              scope="col"
              className={cx('px-4 py-2 text-xs font-medium whitespace-nowrap text-muted', text === 'Actions' && 'text-right')}
            >
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y max-sm:block">{children}</tbody>
    </table>
  );
}

/** On narrow screens the first cell has a line of its own, the others share the next ones. */
export function StackedRow({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cx(
        'hover:bg-hover/50 max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-4 max-sm:gap-y-1 max-sm:px-4 max-sm:py-2.5 max-sm:[&>td:first-child]:basis-full',
        className,
      )}
      {...rest}
    />
  );
}

export function StackedCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cx('min-w-0 align-top max-sm:block sm:px-4 sm:py-2', className)} {...rest} />;
}
