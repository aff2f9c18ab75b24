import type { ReactNode } from 'react';

/** Pairs of a name and a value, one a row; entries with the value `undefined` are left out. */
export function KeyValues({ items }: { items: [string, ReactNode | undefined][] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1.5">
      {items
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
