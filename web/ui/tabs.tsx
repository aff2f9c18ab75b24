import { NavLink } from 'react-router';
import { cx } from './cx.ts';

/** Tabs that are links: the URL is the state, so they work without JavaScript, with Back, and can be sent to someone. */
export function Tabs({ label, items }: { label: string; items: { to: string; label: string; end?: boolean }[] }) {
  return (
    <nav aria-label={label} className="-mb-px flex gap-4 overflow-x-auto border-b">
      {items.map(({ to, label: text, end = true }) => (
        <NavLink
          key={to}
          to={to}
          end={end}
          prefetch="intent"
          className={({ isActive }) =>
            cx(
              'border-b-2 py-2 whitespace-nowrap',
              isActive ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
            )
          }
        >
          {text}
        </NavLink>
      ))}
    </nav>
  );
}
