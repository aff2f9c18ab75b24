import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../ui/cx.ts';

/** A table whose rows become stacked blocks below 640 px, so that nothing scrolls sideways. `label` names it for screen readers. */
export function StackedTable({ label, head, children }: { label: string; head: string[]; children: ReactNode }) {
  return (
    <table aria-label={label} className="w-full border-collapse text-left">
      <thead className="max-sm:sr-only">
        <tr className="border-b">
          {head.map((text) => (
            <th key={text} scope="col" className="px-4 py-2 text-xs font-medium whitespace-nowrap text-muted">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y max-sm:block">{children}</tbody>
    </table>
  );
}

export function StackedRow({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cx('hover:bg-hover/50 max-sm:grid max-sm:gap-1 max-sm:px-4 max-sm:py-3', className)} {...rest} />;
}

export function StackedCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cx('min-w-0 align-top max-sm:block sm:px-4 sm:py-2', className)} {...rest} />;
}
