import { z } from 'zod';
import { idSchema } from '../ids/id.ts';

/** An agent as people see it: `GET /v1/installations/{id}/agents`. */
export const Agent = z.object({
  id: idSchema('agent'),
  /** First 16 hex digits of the sha256 of its signing key; the agent prints the same at its start. */
  fingerprint: z.string(),
  /** Raw X25519 public key, base64url: what secrets for this cluster are sealed to. */
  sealingKey: z.string(),
  clusterUid: z.string(),
  version: z.string(),
  kubernetesVersion: z.string(),
  enrolledAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  /** A report's counter went back or came twice: two agents may hold one key. */
  cloneSuspectedAt: z.iso.datetime().nullable(),
  phase: z.string().nullable(),
  followedVersion: z.number().int().nullable(),
  applied: z.object({ version: z.number().int(), startedAt: z.string(), finishedAt: z.string(), requests: z.number().int() }).nullable(),
  rssBytes: z.number().int().nullable(),
});
