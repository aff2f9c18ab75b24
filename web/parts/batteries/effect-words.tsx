import { formatCount } from '../../ui/quantity.ts';

type Effect = { total: number; kinds: { kind: string; count: number }[]; namespaces: string[] };

/** What a battery adds or takes away, in a sentence and by kind. */
export function EffectWords({ verb, effect, changed }: { verb: 'Adds' | 'Removes'; effect: Effect; changed: number }) {
  return (
    <div className="grid gap-2">
      <p>
        {verb} <strong className="figures font-semibold">{formatCount(effect.total)}</strong>{' '}
        {effect.total === 1 ? 'resource' : 'resources'}
        {effect.namespaces.length > 0 && (
          <>
            {' '}
            in {effect.namespaces.length === 1 ? 'the namespace' : 'the namespaces'} {effect.namespaces.join(', ')}
          </>
        )}
        {changed > 0 && <> and changes {formatCount(changed)} of other batteries</>}.
      </p>
      {effect.kinds.length > 0 && (
        <ul aria-label="By kind" className="flex flex-wrap gap-1.5">
          {effect.kinds.map(({ kind, count }) => (
            <li key={kind} className="rounded-sm border bg-sunken px-1.5 py-0.5 font-mono text-xs">
              {kind} <span className="figures text-muted">× {formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
