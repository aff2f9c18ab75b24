/** The mark before a `summary` that turns when its `details` (of class `group`) is open. */
export function Disclosure() {
  return (
    <span aria-hidden className="mr-2 inline-block transition-transform group-open:rotate-90">
      ›
    </span>
  );
}
