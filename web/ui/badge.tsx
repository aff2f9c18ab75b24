import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { type Tone, toneIcon, toneText, toneTint } from './tone.ts';

/** A short word on a tint. */
export function Badge({ tone = 'idle', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={cx('inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap', toneTint[tone])}>
      {children}
    </span>
  );
}

/** State in shape, colour and word. */
export function StatusDot({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  const Icon = toneIcon[tone];
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-1.5', className)}>
      <Icon
        aria-hidden
        size={14}
        className={cx('shrink-0', toneText[tone], tone === 'busy' && 'animate-spin motion-reduce:animate-none')}
      />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
