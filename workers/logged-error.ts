import { findSqlState } from './db/errors.ts';

/** What a log keeps of an error and of its causes: everything but the values of a query, which may be anything that somebody typed. Pure. */
export function loggedError(error: unknown): { sqlState: string | undefined; chain: unknown[] } {
  const chain: unknown[] = [];
  for (let current = error, depth = 0; current !== undefined && depth < 5; depth++) {
    chain.push(current instanceof Error ? withoutValues(current) : withoutParams(String(current)));
    current = current instanceof Error ? current.cause : undefined;
  }
  return { sqlState: findSqlState(error), chain };
}

function withoutValues({ name, message, stack = '' }: Error) {
  // A stack is the message and then the calls. Where the message ends is known by itself only: a value may look like a line of the calls.
  const at = stack.indexOf(message);
  const end = at + message.length;
  const kept = withoutParams(message);
  return { name, message: kept, stack: at < 0 ? withoutParams(stack) : stack.slice(0, at) + kept + withoutParams(stack.slice(end)) };
}

/** Drizzle ends its message with the values of the query. */
function withoutParams(text: string): string {
  return text.replace(/\nparams:[\s\S]*$/, '\nparams: (left out)');
}
