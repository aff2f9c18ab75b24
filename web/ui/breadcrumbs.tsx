import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { Link } from 'react-router';

/** Where this page is. The last one is the page itself. */
export function Breadcrumbs({ items }: { items: { label: string; to?: string }[] }) {
  return (
    <nav aria-label="Breadcrumb" className="flex flex-wrap items-center gap-1 text-xs text-muted">
      {items.map(({ label, to }, index) => (
        <Fragment key={`${label}${to}`}>
          {index > 0 && <ChevronRight aria-hidden size={12} className="text-faint" />}
          {to ? (
            <Link to={to} className="hover:text-ink hover:underline">
              {label}
            </Link>
          ) : (
            <span aria-current="page">{label}</span>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
