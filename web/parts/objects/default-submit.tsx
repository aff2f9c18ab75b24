import { usePressOnce } from '../../ui/press-once.ts';

/** Enter in a field presses the first submit button of a form. First in a form whose rows have buttons of their own, so that Enter saves and does not remove a row. */
export function DefaultSubmit() {
  return <button type="submit" aria-hidden tabIndex={-1} className="hidden" onClick={usePressOnce()} />;
}
