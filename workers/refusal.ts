import type { RefusalCode } from '@home-base/schema/wire/problem.ts';

export type Issue = { path: string; message: string };

/** An expected "no", worded for the reader: names the thing and the fix. Anything else that is thrown is a bug and shows a fixed text. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly publicText: string;
  readonly issues: Issue[];
  /** Seconds, for `rate_limited` and `unavailable`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: RefusalCode, publicText: string, options: { cause?: unknown; issues?: Issue[]; retryAfterSeconds?: number } = {}) {
    super(publicText, { cause: options.cause });
    this.name = 'Refusal';
    this.code = code;
    this.publicText = publicText;
    this.issues = options.issues ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Throws when rules found something: the text names what and every reason, `issues` the fields. */
export function refuseIssues(code: RefusalCode, what: string, issues: Issue[]): void {
  if (issues.length === 0) return;
  throw new Refusal(code, `${what}: ${issues.map((issue) => issue.message).join('; ')}.`, { issues });
}

/** Runs something whose refusals name fields by other paths than the request has, and gives them the request's. */
export async function withIssuesAt<T>(pathOf: (path: string) => string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, publicText, cause, retryAfterSeconds } = error;
    const issues = error.issues.map(({ path, message }) => ({ path: pathOf(path), message }));
    throw new Refusal(code, publicText, { cause, issues, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
  }
}
