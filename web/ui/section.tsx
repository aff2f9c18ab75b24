import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A titled block of a page. `flush` lets a table or list touch the border. */
export function Section({
  title,
  description,
  actions,
  flush,
  tone,
  children,
  id,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  tone?: 'danger';
  children?: ReactNode;
  id?: string;
}) {
  return (
    <section id={id} className={cx('overflow-hidden rounded-lg border bg-surface', tone === 'danger' && 'border-bad/40')}>
      {(title || actions) && (
        <header
          className={cx('flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5', children !== undefined && 'border-b')}
        >
          <div className="min-w-0">
            <h2 className="font-semibold">{title}</h2>
            {description && <p className="text-xs text-muted">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && <div className={flush ? undefined : 'p-4'}>{children}</div>}
    </section>
  );
}

/** Title of a page with what one can do on it. */
export function PageHeader({
  title,
  description,
  actions,
  status,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  status?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
          {status}
        </div>
        {description && <p className="mt-0.5 max-w-3xl text-muted">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
