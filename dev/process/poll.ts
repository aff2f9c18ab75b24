/**
 * Asks `check` until it returns something other than undefined, at most `timeoutMs` long. `what` completes the sentence "<what> did not happen in N s".
 * A throw of `check` counts as "not yet" and is the cause of the final error; `give` may throw to end the wait at once.
 */
export async function pollUntil<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  { timeoutMs, everyMs = 50, give }: { timeoutMs: number; everyMs?: number; give?: () => void },
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    give?.();
    try {
      const value = await check();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`${what} did not happen in ${Math.round(timeoutMs / 1000)} s`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
