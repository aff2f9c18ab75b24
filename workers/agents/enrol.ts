import { agents, enrolmentTokens, installations } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { EnrolProof, EnrolRequest, EnrolResponse } from '@home-base/schema/wire/agent.ts';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { record } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type SystemTx, withSystem } from '../db/with-system.ts';
import { nudgeBrowsers, pokeRoom } from '../live/poke.ts';
import { Refusal } from '../refusal.ts';
import { verifyEd25519 } from '../trust/verify-ed25519.ts';

/**
 * Turns a single-use token into an agent. The proof of possession is checked first, so that a wrong request does not use the token up; then one
 * UPDATE consumes it. Refuses `unauthenticated` (bad proof, unknown token) and `gone` (used or expired, see `repeatedEnrolment`).
 */
export async function enrolAgent(ctx: Ctx, request: EnrolRequest): Promise<EnrolResponse> {
  await requireProof(request);
  const hash = sha256Hex(request.token);
  const now = ctx.now();
  const enrolled = await withSystem(ctx, 'agent enrolment', async (tx) => {
    const [token] = await tx
      .update(enrolmentTokens)
      .set({ usedAt: now })
      .where(and(eq(enrolmentTokens.hash, hash), isNull(enrolmentTokens.usedAt), gt(enrolmentTokens.expiresAt, now)))
      .returning({ id: enrolmentTokens.id, orgId: enrolmentTokens.orgId, installationId: enrolmentTokens.installationId });
    if (!token) return repeatedEnrolment(tx, request, hash, now);
    const { orgId, installationId } = token;
    const { signingKey, sealingKey, clusterUid, agentVersion, kubernetesVersion } = request;
    await forgetOtherCluster(tx, { orgId, installationId, clusterUid });
    const values = {
      orgId,
      installationId,
      signingKey,
      sealingKey,
      clusterUid,
      version: agentVersion,
      kubernetesVersion,
      enrolledAt: now,
      lastSeenAt: now,
    };
    const [agent] = await tx.insert(agents).values(values).returning({ id: agents.id });
    if (!agent) throw new Error('the insert of an agent returned no row');
    const by: Ctx = { ...ctx, actor: { type: 'agent', id: agent.id, orgId, installationId } };
    const after = { clusterUid, version: agentVersion, kubernetesVersion, enrolmentToken: token.id };
    await record(tx, by, { orgId, installationId, action: 'agent.enrol', targetId: agent.id, after });
    return { agentId: agent.id, installationId };
  });
  ctx.after(() => pokeRoom(ctx, enrolled.installationId));
  ctx.after(() => nudgeBrowsers(ctx, enrolled.installationId));
  return { installationId: enrolled.installationId, agentId: enrolled.agentId, keyId: enrolled.agentId, serverTime: now.toISOString() };
}

/** A report says "as before" by leaving a fact out, and that is not to mean the cluster before this one: what is known of another is forgotten. */
async function forgetOtherCluster(
  tx: SystemTx,
  { orgId, installationId, clusterUid }: { orgId: Id<'org'>; installationId: Id<'installation'>; clusterUid: string },
): Promise<void> {
  const [last] = await tx
    .select({ clusterUid: agents.clusterUid })
    .from(agents)
    .where(and(eq(agents.orgId, orgId), eq(agents.installationId, installationId)))
    .orderBy(desc(agents.enrolledAt))
    .limit(1);
  if (!last || last.clusterUid === clusterUid) return;
  await tx
    .update(installations)
    .set({ facts: null, summaryFacts: {}, desiredRev: sql`${installations.desiredRev} + 1` })
    .where(and(eq(installations.orgId, orgId), eq(installations.id, installationId)));
}

const repeatMs = 10 * 60_000;

/**
 * The same key with the same token again, before its agent was ever heard of, is an answer that got lost on its way: it gets the same answer.
 * Any other second use is refused.
 */
async function repeatedEnrolment(tx: SystemTx, { signingKey, sealingKey }: EnrolRequest, hash: string, now: Date) {
  const [token] = await tx.select().from(enrolmentTokens).where(eq(enrolmentTokens.hash, hash));
  if (!token?.usedAt || now.getTime() - token.usedAt.getTime() > repeatMs) throw refusalOf(token);
  const isTheOne = and(
    eq(agents.orgId, token.orgId),
    eq(agents.installationId, token.installationId),
    eq(agents.signingKey, signingKey),
    eq(agents.sealingKey, sealingKey),
    eq(agents.enrolledAt, token.usedAt),
    eq(agents.counter, 0),
    isNull(agents.revokedAt),
  );
  const [agent] = await tx.select({ id: agents.id }).from(agents).where(isTheOne);
  if (!agent) throw refusalOf(token);
  return { agentId: agent.id, installationId: token.installationId };
}

async function requireProof(request: EnrolRequest): Promise<void> {
  const { token, signingKey, sealingKey, clusterUid } = request;
  const statement: EnrolProof = { purpose: 'home-base/enrol/1', token, signingKey, sealingKey, clusterUid };
  const bytes = new TextEncoder().encode(canonicalText(statement));
  const isX25519 = Buffer.from(sealingKey, 'base64url').length === 32;
  if (!isX25519 || !(await verifyEd25519(signingKey, Buffer.from(request.proof, 'base64url'), bytes)))
    throw new Refusal(
      'unauthenticated',
      'The enrolment request does not prove that its sender holds the keys it names. The token was not used.',
    );
}

function refusalOf(token: { usedAt: Date | null; expiresAt: Date } | undefined): Refusal {
  const fix = 'Make a new one on the installation’s page and run its line.';
  if (!token) return new Refusal('unauthenticated', `This enrolment token is not known here. ${fix}`);
  if (token.usedAt) return new Refusal('gone', `This enrolment token was used at ${token.usedAt.toISOString()}; each works once. ${fix}`);
  return new Refusal('gone', `This enrolment token expired at ${token.expiresAt.toISOString()}. ${fix}`);
}
