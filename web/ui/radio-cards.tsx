import type { FieldMeta } from './field.tsx';
import { FieldErrors } from './field.tsx';

export type RadioCard = { value: string; label: string; help: string };

/** One of a few, each with its explanation. Native radio buttons: arrow keys, no JavaScript needed. */
export function RadioCards({ meta, label, cards, onPick }: { meta: FieldMeta; label: string; cards: readonly RadioCard[]; onPick?: (value: string) => void }) {
  return (
    <fieldset className="grid gap-1.5" aria-describedby={meta.errors?.length ? `${meta.id}-error` : undefined}>
      <legend className="mb-1 font-medium">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]">
        {cards.map((card) => (
          <label
            key={card.value}
            className="flex cursor-pointer gap-2.5 rounded-md border bg-surface p-3 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-tint has-focus-visible:outline-2 has-focus-visible:outline-accent"
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
