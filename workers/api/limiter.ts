import { z } from 'zod';
import { type Bucket, take } from './token-bucket.ts';

const Rule = z.object({ burst: z.number().positive(), perMinute: z.number().positive() });
const stored = 'bucket';

type Runtime = {
  storage: {
    get: (key: string) => Promise<unknown>;
    put: (key: string, value: unknown, options: { allowUnconfirmed: boolean }) => Promise<void>;
    getAlarm: () => Promise<number | null>;
    setAlarm: (timeMs: number) => Promise<void>;
    deleteAll: () => Promise<void>;
  };
};
/** `fillMs`: how long the bucket takes from empty to full. */
const Stored = z.object({ tokens: z.number(), at: z.number(), fillMs: z.number().default(60_000) }).optional();

/** One token bucket: a Durable Object for each limit and key, so that all edge locations count together. It forgets itself once it is full again. */
export class Limiter {
  private readonly runtime: Runtime;
  private bucket: (Bucket & { fillMs: number }) | undefined;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  async fetch(request: Request): Promise<Response> {
    const rule = Rule.parse(await request.json());
    const { storage } = this.runtime;
    this.bucket ??= Stored.parse(await storage.get(stored));
    const now = Date.now();
    const { bucket, retryAfterSeconds } = take(this.bucket, rule, now);
    const fillMs = Math.ceil((rule.burst / rule.perMinute) * 60_000);
    this.bucket = { ...bucket, fillMs };
    // The answer does not wait for the disk: a crash may give back a few tokens.
    void storage.put(stored, this.bucket, { allowUnconfirmed: true });
    if ((await storage.getAlarm()) === null) await storage.setAlarm(now + fillMs);
    if (retryAfterSeconds === undefined) return new Response(null, { status: 204 });
    return new Response(null, { status: 429, headers: { 'retry-after': String(retryAfterSeconds) } });
  }

  /** A bucket that nobody used for as long as it takes to fill is full again: nothing to remember. */
  async alarm(): Promise<void> {
    const { storage } = this.runtime;
    this.bucket ??= Stored.parse(await storage.get(stored));
    const fullAt = this.bucket ? this.bucket.at + this.bucket.fillMs : 0;
    if (fullAt > Date.now()) return storage.setAlarm(fullAt);
    this.bucket = undefined;
    await storage.deleteAll();
  }
}
