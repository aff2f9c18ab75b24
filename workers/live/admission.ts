import { signatureMaxSkewSeconds } from '@home-base/schema/wire/http-signature.ts';
import { Refusal } from '../refusal.ts';
import type { SqlStorage } from './runtime.ts';

/** Nonces are kept for twice the skew: older signatures are refused by their date. */
const windowSeconds = 2 * signatureMaxSkewSeconds;
/** Stands for every agent in the table of revoked ones; no agent's id looks like it. */
const everybody = '*';

export type Admission = {
  /** Refuses a revoked agent and a request that was seen before. */
  admit: (request: { agentId: string; nonce: string; created: number }, nowMs: number) => void;
  isRevoked: (agentId: string) => boolean;
  revoke: (agentId: string) => void;
  /** Nobody comes in any more: the installation is gone, and its id is never used again. */
  close: () => void;
};

/** Who may come in, in the room's own storage: it outlives the room's memory, so a restart opens no window for a replay. */
export function openAdmission(sql: SqlStorage): Admission {
  sql.exec('create table if not exists nonces (nonce text primary key, expires integer not null) without rowid');
  sql.exec('create table if not exists revoked (agent text primary key) without rowid');
  let sweptAtMs = 0;
  const isRevoked = (agentId: string) => sql.exec('select 1 from revoked where agent = ?', agentId).toArray().length > 0;
  return {
    close: () => void sql.exec('insert or ignore into revoked values (?)', everybody),
    isRevoked,
    revoke: (agentId) => void sql.exec('insert or ignore into revoked values (?)', agentId),
    admit: ({ agentId, nonce, created }, nowMs) => {
      if (isRevoked(everybody))
        throw new Refusal('unauthenticated', 'This installation was deleted in Home Base. Its agent may be removed from the cluster.');
      if (isRevoked(agentId))
        throw new Refusal('unauthenticated', 'This agent’s key was revoked in Home Base. Enrol again with a new token to go on.');
      if (nowMs - sweptAtMs > windowSeconds * 1000) {
        sql.exec('delete from nonces where expires < ?', Math.floor(nowMs / 1000));
        sweptAtMs = nowMs;
      }
      const fresh = sql
        .exec('insert or ignore into nonces values (?, ?) returning nonce', `${agentId}/${nonce}`, created + windowSeconds)
        .toArray();
      if (fresh.length === 0) throw new Refusal('unauthenticated', 'This request was received before: each signature counts once.');
    },
  };
}
