import { members } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { type ProjectDocument, ProjectPayload, type SignatureState } from '@home-base/schema/wire/project-export.ts';
import { and, eq } from 'drizzle-orm';
import { requirePermission } from '../access.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { Refusal } from '../refusal.ts';
import { checkExport } from '../trust/export-key.ts';

/** No object of the catalog is nested deeper. */
const deepest = 32;

/** A document as it was exported. `problem` says why this org may not import it; undefined when it may. */
export type ReadDocument = { payload: ProjectPayload; signature: SignatureState; problem: string | undefined };

/** Checks form, signature and visibility. Refuses what is no export at all. */
export async function readDocument(ctx: Ctx, document: ProjectDocument): Promise<ReadDocument> {
  const orgId = requirePermission(ctx.actor, 'objects:read');
  if (isDeeper(document.payload, deepest))
    throw new Refusal('invalid', 'This is no export of a project: it is nested too deeply.', {
      issues: [{ path: 'document.payload', message: `nested deeper than ${deepest} levels` }],
    });
  const parsed = ProjectPayload.safeParse(document.payload);
  if (!parsed.success)
    throw new Refusal('invalid', 'This is no export of a project that can be read here.', {
      issues: parsed.error.issues.map(({ path, message }) => ({ path: ['document', 'payload', ...path].join('.'), message })),
    });
  const signature = await checkExport(ctx.env, document.payload, document.signature);
  return { payload: parsed.data, signature, problem: await closedBecause(ctx, orgId, parsed.data, signature) };
}

/** Only a signature of our own can say which org a document is of. */
async function closedBecause(
  ctx: Ctx,
  orgId: Id<'org'>,
  { visibility, orgId: exporter }: ProjectPayload,
  signature: SignatureState,
): Promise<string | undefined> {
  if (visibility === 'public') return undefined;
  if (signature !== 'valid' || !exporter)
    return `this is a ${visibility} export, which can only be imported where it was made and unchanged: ask for one that is public`;
  if (exporter === orgId) return undefined;
  if (visibility === 'private') return 'this is a private export of another organization: ask for one that is for the team or public';
  return (await isMemberOf(ctx, exporter))
    ? undefined
    : 'this export is for members of the organization that made it: ask for a public one';
}

/** Is the person who acts a member of that org, too? A key is nobody's membership. */
async function isMemberOf(ctx: Ctx, orgId: Id<'org'>): Promise<boolean> {
  const { actor } = ctx;
  if (actor.type !== 'user') return false;
  return withSystem(ctx, 'is the importing person a member of the exporting org', async (tx) => {
    const rows = await tx
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.orgId, orgId), eq(members.userId, actor.id)))
      .limit(1);
    return rows.length > 0;
  });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
