import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** A table that scrolls sideways inside its own box when the screen is narrow. `label` names it for screen readers. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b">{head}</tr>
        </thead>
        <tbody className="[&>tr]:border-b [&>tr:last-child]:border-0">{children}</tbody>
      </table>
    </section>
  );
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="col" className={cx('px-4 py-2 text-xs font-medium whitespace-nowrap text-muted', className)} {...rest} />;
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cx('hover:bg-hover/50', className)} {...rest} />;
}

/** `number` aligns right with figures of one width. */
export function Td({ className, number, ...rest }: ComponentProps<'td'> & { number?: boolean }) {
  return <td className={cx('px-4 py-2', number && 'figures text-right', className)} {...rest} />;
}
