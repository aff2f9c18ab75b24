import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx('control', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} className={cx('control', className)} {...rest} />;
}

/** The browser's own select: works without JavaScript, with the keyboard and with the picker of a phone. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cx('relative block', className)}>
      <select className="control appearance-none pr-7" {...rest}>
        {children}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-faint" />
    </span>
  );
}

export function Checkbox({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="checkbox" className={cx('size-4 shrink-0 rounded-sm accent-accent pointer-coarse:size-5', className)} {...rest} />;
}

/** A checkbox that says on or off at once; submits `on` like one. */
export function Switch({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <span className={cx('relative inline-block h-5 w-9 shrink-0', className)}>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says itself whether it is checked
        role="switch"
        className="peer size-full cursor-pointer appearance-none rounded-full bg-edge transition-colors checked:bg-accent disabled:opacity-50"
        {...rest}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-0.5 left-0.5 size-4 rounded-full bg-surface shadow-sm transition-transform peer-checked:translate-x-4"
      />
    </span>
  );
}
