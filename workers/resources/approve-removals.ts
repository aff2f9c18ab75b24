import { confirmedRemovals } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { ApproveRemovals } from '@home-base/schema/wire/resources.ts';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { markChanged } from '../installations/mark-changed.ts';
import { requireChangeable } from '../installations/require.ts';
import { Refusal } from '../refusal.ts';
import { heldRemovalsOf } from './held-removals.ts';

type Input = { installationId: Id<'installation'> } & ApproveRemovals;

/**
 * A person approves removals that the agent holds back: the next manifest names them, signed, and the agent removes them at once. Without `keys`
 * all that hold no data; data is only ever named. `confirm` is the installation's name, or, where no data is lost, how many they are.
 */
export async function approveRemovals(ctx: Ctx, { installationId, keys, confirm }: Input): Promise<{ approved: string[] }> {
  return withOrg(ctx, 'resources:write', async (tx) => {
    const { name } = await requireChangeable(tx, installationId);
    const held = (await heldRemovalsOf(tx, installationId)).filter(({ approvedAt }) => approvedAt === null);
    const unknown = keys?.find((key) => !held.some((removal) => removal.key === key));
    if (unknown !== undefined)
      throw new Refusal('conflict', `No removal of ${unknown} waits for approval any more. Look at what waits now and choose again.`, {
        issues: [{ path: 'keys', message: `${unknown} does not wait` }],
      });
    const chosen = held.filter((removal) => (keys ? keys.includes(removal.key) : !removal.holdsData));
    if (chosen.length === 0) throw new Refusal('conflict', 'No removal waits for approval.');
    const data = chosen.filter((removal) => removal.holdsData);
    const words = data.length > 0 ? [name] : [name, String(chosen.length)];
    if (!words.includes(confirm.trim()))
      throw new Refusal(
        'invalid',
        data.length > 0
          ? `This deletes data that cannot be brought back. To approve it, confirm with the installation’s name: ${name}.`
          : `To approve, confirm with the installation’s name (${name}) or the number of removals (${chosen.length}).`,
        { issues: [{ path: 'confirm', message: `expected ${words.join(' or ')}` }] },
      );
    const approved = chosen.map(({ key }) => key);
    await tx.insert(confirmedRemovals).values(approved.map((key) => ({ orgId: tx.orgId, installationId, key })));
    await record(tx, ctx, {
      action: 'installation.approve_removals',
      targetId: installationId,
      installationId,
      after: { removals: approved.length, withData: data.length, resources: approved.slice(0, 200) },
    });
    await markChanged(tx, ctx, installationId);
    return { approved };
  });
}
