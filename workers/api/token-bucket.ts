export type Bucket = { tokens: number; at: number };

/** Pure: the bucket after one try at `nowMs`; `retryAfterSeconds` when it was empty (whole seconds, at least 1). */
export function take(
  before: Bucket | undefined,
  rule: { burst: number; perMinute: number },
  nowMs: number,
): { bucket: Bucket; retryAfterSeconds?: number } {
  const perMs = rule.perMinute / 60_000;
  const refilled = before ? Math.min(rule.burst, before.tokens + Math.max(0, nowMs - before.at) * perMs) : rule.burst;
  if (refilled >= 1) return { bucket: { tokens: refilled - 1, at: nowMs } };
  return { bucket: { tokens: refilled, at: nowMs }, retryAfterSeconds: Math.max(1, Math.ceil((1 - refilled) / perMs / 1000)) };
}
