import { renderAgentManifest, toYaml } from '@home-base/catalog/agent-manifest.ts';
import { enrolmentTokens } from '@home-base/schema/db/tables.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { Refusal } from '../refusal.ts';

/**
 * The agent's manifest for whoever holds an unused enrolment token; reading it does not use the token up. Token and root are not in it: the
 * install script adds them from its own arguments, so that this server cannot choose what the agent trusts.
 */
export async function installManifest(ctx: Ctx, token: string): Promise<string> {
  const found = await withSystem(ctx, 'install manifest for an enrolment token', (tx) =>
    tx
      .select({ id: enrolmentTokens.id })
      .from(enrolmentTokens)
      .where(and(eq(enrolmentTokens.hash, sha256Hex(token)), isNull(enrolmentTokens.usedAt), gt(enrolmentTokens.expiresAt, ctx.now()))),
  );
  if (found.length === 0)
    throw new Refusal(
      'unauthenticated',
      'This enrolment token is unknown, used or expired. Make a new one on the installation’s page and run its line.',
    );
  return toYaml(renderAgentManifest({ homeBaseUrl: ctx.env.PUBLIC_URL, image: ctx.env.AGENT_IMAGE }));
}
