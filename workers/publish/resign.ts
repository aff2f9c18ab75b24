import { snapshots, tufFiles } from '@home-base/schema/db/tables.ts';
import { type Id, toId } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { lifetimes, metadataPath, resignBeforeSeconds } from '@home-base/schema/trust/paths.ts';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { loggedError } from '../logged-error.ts';
import { parseOnlineKeys } from '../trust/keys.ts';
import { signTargetsAndSnapshot } from '../trust/sign.ts';
import { readDesired } from './read-summary.ts';
import { lockForPublish, StalePublish } from './write-snapshot.ts';

const perSweep = 50;
const Due = z.array(z.object({ installationId: z.uuid() }));

/** Signs snapshot and targets anew where they expire within 14 days: the same manifest under a higher TUF version. Returns whose. */
export async function resignExpiring(ctx: Ctx): Promise<Id<'installation'>[]> {
  const signedBefore = new Date(ctx.now().getTime() - (lifetimes.targets - resignBeforeSeconds) * 1000);
  const due = await withSystem(ctx, 'sweep: metadata that expires soon', async (tx) => {
    const { rows } = await tx.execute(sql`
      select distinct s.installation_id as "installationId" from snapshots s
      join installations i on i.id = s.installation_id and i.org_id = s.org_id and i.published_version = s.version
      join tuf_files f on f.org_id = s.org_id and f.installation_id = s.installation_id and f.path = s.tuf_version || '.targets.json'
      where f.created_at < ${signedBefore.toISOString()}::timestamptz limit ${perSweep}`);
    return Due.parse(rows);
  });
  const done: Id<'installation'>[] = [];
  for (const { installationId } of due) {
    const id = toId('installation', installationId);
    try {
      await resign(ctx, id);
      done.push(id);
    } catch (error) {
      if (!(error instanceof StalePublish))
        ctx.log('error', 'metadata could not be signed anew', { installationId: id, ...loggedError(error) });
    }
  }
  return done;
}

/** One installation, now. */
export async function resign(ctx: Ctx, installationId: Id<'installation'>): Promise<void> {
  const keys = parseOnlineKeys(ctx.env.TUF_KEYS);
  await withSystem(ctx, 'sign metadata anew', async (tx) => {
    const desired = await readDesired(tx, installationId);
    if (!desired?.latest) return;
    const { installation, latest } = desired;
    await lockForPublish(tx, installation, latest);
    const { orgId } = installation;
    const tufVersion = latest.tufVersion + 1;
    const manifest = { sha256: latest.manifestSha256, bytes: Buffer.byteLength(latest.manifestText) };
    const signed = await signTargetsAndSnapshot({ keys, installationId, version: tufVersion, now: ctx.now() }, manifest);
    const file = (role: 'targets' | 'snapshot') => ({
      orgId,
      installationId,
      path: metadataPath(role, tufVersion),
      sha256: sha256Hex(signed[role]),
      body: signed[role],
      createdAt: ctx.now(),
    });
    await tx.insert(tufFiles).values([file('targets'), file('snapshot')]);
    await tx
      .update(snapshots)
      .set({ tufVersion })
      .where(and(eq(snapshots.orgId, orgId), eq(snapshots.installationId, installationId), eq(snapshots.version, latest.version)));
  });
}
