import { type Issue, Refusal } from '../refusal.ts';

/** How JSON writes U+0000 and halves of surrogate pairs: neither can come in plain UTF-8, so a text without such an escape has none (one after `\\` is a false alarm). */
const suspicious = /\\u(?:0000|d[89a-f])/i;

/** Enough to mend a body by; more would only make the answer long. */
const mostIssues = 20;
/** No contract of ours goes deeper than 8. */
const deepest = 100;

/**
 * Refuses what Postgres keeps in no text: U+0000 and halves of surrogate pairs, in a value or in the name of a field. `text` is the JSON that `value` was
 * parsed from: nearly always a look at it is enough.
 */
export function requireStorable(text: string, value: unknown): void {
  if (!suspicious.test(text)) return;
  const issues: Issue[] = [];
  look(value, [], issues);
  if (issues.length > 0) throw new Refusal('invalid', 'Some fields are not right.', { issues });
}

function look(value: unknown, path: (string | number)[], issues: Issue[]): void {
  if (issues.length >= mostIssues) return;
  if (typeof value === 'string') note('this text', value, path, issues);
  if (typeof value !== 'object' || value === null) return;
  if (path.length > deepest) {
    issues.push({ path: path.join('.'), message: `this is nested deeper than ${deepest} levels` });
    return;
  }
  for (const [name, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    path.push(typeof name === 'string' ? readable(name) : name);
    if (typeof name === 'string') note('the name of this field', name, path, issues);
    look(inner, path, issues);
    path.pop();
  }
}

function note(what: string, text: string, path: readonly (string | number)[], issues: Issue[]): void {
  const found = text.includes('\0')
    ? 'the character U+0000'
    : text.isWellFormed()
      ? undefined
      : 'half of a surrogate pair, which is no character';
  if (found) issues.push({ path: path.join('.'), message: `${what} has ${found} in it, which cannot be stored: remove it` });
}

const readable = (name: string) => name.toWellFormed().replaceAll('\0', '\ufffd');
