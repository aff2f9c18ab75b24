import { cx } from './cx.ts';
import { FieldErrors, type FieldMeta } from './field.tsx';

/** `wide`: over all columns. */
export type RadioCard = { value: string; label: string; help: string; wide?: boolean };

/** One of a few, each with its explanation. Native radio buttons: arrow keys, no JavaScript needed. */
export function RadioCards({
  meta,
  label,
  cards,
  columns = 3,
  onPick,
}: {
  meta: FieldMeta;
  label: string;
  cards: readonly RadioCard[];
  columns?: 2 | 3;
  onPick?: (value: string) => void;
}) {
  return (
    <fieldset className="grid gap-1.5" aria-describedby={meta.errors?.length ? `${meta.id}-error` : undefined}>
      <legend className="mb-1 font-medium">{label}</legend>
      <div className={cx('grid gap-2', columns === 2 ? 'sm:grid-cols-2' : 'sm:grid-cols-3')}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={cx(
              'flex cursor-pointer gap-2.5 rounded-md border bg-surface p-3 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-tint has-focus-visible:outline-2 has-focus-visible:outline-accent',
              card.wide && 'sm:col-span-full',
            )}
          >
            <input
              type="radio"
              name={meta.name}
              value={card.value}
              defaultChecked={meta.initialValue === card.value || (card.value === '' && !meta.initialValue)}
              onChange={() => onPick?.(card.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium">{card.label}</span>
              <span className="block text-xs text-muted">{card.help}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldErrors id={`${meta.id}-error`} errors={meta.errors} />
    </fieldset>
  );
}
