import { accounts, sessions, users, verifications } from '@home-base/schema/db/tables.ts';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import type { SystemTx } from '../db/with-system.ts';
import type { Env } from '../env.ts';

const sessionSeconds = 30 * 86_400;

/** better-auth over one system transaction: it has no other way to the database, and a failed sign-up leaves nothing behind. */
export function makeAuth(env: Pick<Env, 'AUTH_SECRET' | 'PUBLIC_URL'>, tx: SystemTx) {
  return betterAuth({
    baseURL: env.PUBLIC_URL,
    secret: env.AUTH_SECRET,
    database: drizzleAdapter(tx, { provider: 'pg', schema: { users, sessions, accounts, verifications }, usePlural: true }),
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128, autoSignIn: true },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true },
    advanced: { cookiePrefix: 'hb', database: { generateId: false }, defaultCookieAttributes: { sameSite: 'lax', httpOnly: true } },
    // Ours count before a password is hashed: workers/limits.ts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}
