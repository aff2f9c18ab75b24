import { useSearchParams } from 'react-router';
import { ButtonLink } from './button.tsx';

/** First page and next page of a list with cursors; keeps the filters in the URL. Shows nothing when all is on this page. */
export function Pagination({ nextCursor, label = 'Older' }: { nextCursor: string | null | undefined; label?: string }) {
  const [params] = useSearchParams();
  const here = params.has('cursor');
  if (!nextCursor && !here) return null;
  const to = (cursor: string | undefined) => {
    const next = new URLSearchParams(params);
    if (cursor) next.set('cursor', cursor);
    else next.delete('cursor');
    return `?${next}`;
  };
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 border-t px-4 py-2.5">
      {here && (
        <ButtonLink size="sm" to={to(undefined)}>
          First page
        </ButtonLink>
      )}
      {nextCursor && (
        <ButtonLink size="sm" to={to(nextCursor)} rel="next">
          {label}
        </ButtonLink>
      )}
    </nav>
  );
}
