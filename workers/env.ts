import { z } from 'zod';

/** Bindings of the Worker (wrangler.toml), parsed once. */
const EnvText = z.object({
  DATABASE_URL: z.string(),
  /** `host:port` of the local Neon proxy; absent in production, where the driver talks to Neon itself. */
  NEON_PROXY: z.string().optional(),
  /** Public origin, such as https://home.example.com. */
  PUBLIC_URL: z.url(),
  /** better-auth's secret, at least 32 characters. */
  AUTH_SECRET: z.string().min(32),
  /** JSON array of the online TUF keys: `{ role, keyId, pkcs8 (base64) }` for timestamp, snapshot and targets. */
  TUF_KEYS: z.string(),
  AGENT_IMAGE: z.string().default('ghcr.io/home-base/agent:0.1.0'),
});

export type Env = z.output<typeof EnvText> & { ROOM: RoomNamespace; LIMITER: LimiterNamespace };

/** The parts of Durable Object namespaces that we use. */
type Stub = { fetch: (request: Request) => Promise<Response> };
type Namespace<T> = { idFromName: (name: string) => unknown; get: (id: unknown) => T };
export type RoomNamespace = Namespace<Stub>;
export type LimiterNamespace = Namespace<Stub>;

/** Parses the text bindings; throws naming each one that is missing or wrong. */
export function parseEnv(bindings: Record<string, unknown>): Env {
  const parsed = EnvText.safeParse(bindings);
  if (!parsed.success)
    throw new Error(
      `The Worker's settings are not usable: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  return { ...parsed.data, ROOM: bindings.ROOM as RoomNamespace, LIMITER: bindings.LIMITER as LimiterNamespace };
}
