/** The mark: home plate, with the notch of a battery's terminal. Drawn with the text colour. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden className="shrink-0">
      <path d="M4 4.5h5.2V3h5.6v1.5H20v9.2L12 21l-8-7.3Z" fill="var(--color-accent)" />
      <path d="M8 9.2h8M8 12.4h8" stroke="var(--color-on-accent)" strokeWidth="1.7" strokeLinecap="round" />
    </svg>
  );
}

/** Mark and name. The letters are text, so that they follow the font and can be found on the page. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <Mark />
      Home Base
    </span>
  );
}
