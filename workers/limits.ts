import type { Ctx } from './context.ts';
import { Refusal } from './refusal.ts';

/** Token buckets: `burst` at once, then `perMinute`. */
export const limits = {
  /** Of one address: accounts that are made, passwords that are tried. */
  'sign-in': { burst: 10, perMinute: 10 },
  /** Of one address for one account. A tenth of what an account takes: nobody keeps its owner out from one place, or from nine. */
  'sign-in-to': { burst: 10, perMinute: 1 },
  /** Of one account, from everywhere: guesses spread over many addresses stay as slow as those of one. */
  'sign-in-account': { burst: 100, perMinute: 10 },
  enrol: { burst: 60, perMinute: 60 },
  /**
   * Of one address, before it is known whose signature it is. Many clusters share a NAT: after an outage a thousand agents connect, ask and report at
   * once, and each asks twice a minute at rest (agent/config.ts).
   */
  signed: { burst: 3000, perMinute: 6000 },
  api: { burst: 600, perMinute: 3000 },
} as const;
export type LimitName = keyof typeof limits;

/** Takes one token of the bucket of `key` (an address, a key's id); refuses `rate_limited` with the seconds to wait when it is empty. */
export async function requireWithinLimit(ctx: Ctx, name: LimitName, key: string): Promise<void> {
  const { burst, perMinute } = limits[name];
  const { LIMITER } = ctx.env;
  const request = new Request('https://limiter/take', { method: 'POST', body: JSON.stringify({ burst, perMinute }) });
  const answer = await LIMITER.get(LIMITER.idFromName(`${name}:${key}`)).fetch(request);
  if (answer.ok) return;
  const retryAfterSeconds = Number(answer.headers.get('retry-after') ?? '60');
  throw new Refusal('rate_limited', `Too many requests. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}

/** The address that Cloudflare saw; on one machine everyone is the same. */
export function clientOf(request: Request): string {
  return request.headers.get('cf-connecting-ip') ?? 'local';
}

/** Who asks, as far as limits count: of an IPv6 address its /64, for whoever has one address of these has them all. Pure. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
