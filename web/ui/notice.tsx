import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { type Tone, toneIcon, toneText } from './tone.ts';

const frames: Record<Tone, string> = {
  good: 'border-good/35 bg-good-tint',
  busy: 'border-busy/35 bg-busy-tint',
  warn: 'border-warn/35 bg-warn-tint',
  bad: 'border-bad/35 bg-bad-tint',
  idle: 'bg-sunken',
};

/** Something to know before reading on. `alert` interrupts screen readers: for what just went wrong. */
export function Notice({
  tone = 'idle',
  title,
  alert,
  actions,
  children,
}: {
  tone?: Tone;
  title?: ReactNode;
  alert?: boolean;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const Icon = toneIcon[tone];
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cx('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-3.5 py-2.5', frames[tone])}
    >
      <Icon
        aria-hidden
        size={16}
        className={cx('mt-0.5 shrink-0', toneText[tone], tone === 'busy' && 'animate-spin motion-reduce:animate-none')}
      />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 max-sm:basis-full max-sm:pl-7">{actions}</div>}
    </div>
  );
}
