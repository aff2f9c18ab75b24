import type { Role } from '@home-base/schema/db/accounts.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Database } from './db/database.ts';
import type { Env } from './env.ts';

/** Who does it. A user acts in one org at a time, with the role of the membership; a key is bound to org and role. */
export type Actor =
  | { type: 'user'; id: Id<'user'>; name: string; email: string; orgId: Id<'org'> | undefined; role: Role | undefined }
  | { type: 'api_key'; id: Id<'apiKey'>; name: string; orgId: Id<'org'>; role: Role }
  | { type: 'agent'; id: Id<'agent'>; orgId: Id<'org'>; installationId: Id<'installation'> }
  | { type: 'system'; reason: string }
  | { type: 'anonymous' };

/** What every verb gets: made once a request (api/middleware.ts, web's session.server.ts), a job or a room run. */
export type Ctx = {
  env: Env;
  db: Database;
  actor: Actor;
  requestId: string;
  now: () => Date;
  log: (level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
  /** Runs after the response (waitUntil). Losing it must be harmless: the sweep repairs. */
  after: (effect: () => Promise<void>) => void;
};
