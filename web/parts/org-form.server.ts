import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '@home-base/workers/context.ts';
import { listMyOrgs } from '@home-base/workers/orgs/list-mine.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import type { z } from 'zod';
import { handleForm } from './form.server.ts';
import { requireForPage } from './refusal.server.ts';
import { orgFieldName } from './zod-form.ts';

/** The org whose page is being loaded: what its forms send as `orgId`. */
export const orgOfPage = (ctx: Ctx): Id<'org'> => requireForPage(ctx.actor, 'org:read');

/** Refuses `conflict` for a form that was drawn for another org than the one this person is in now: another tab may have switched. */
export async function requireFormOrg(ctx: Ctx, form: FormData): Promise<void> {
  const drawnFor = form.get(orgFieldName);
  const here = orgOfPage(ctx);
  if (drawnFor === here) return;
  const mine = await listMyOrgs(ctx);
  const nameOf = (orgId: unknown) => mine.find(({ id }) => id === orgId)?.name;
  const then = nameOf(drawnFor);
  throw new Refusal(
    'conflict',
    then
      ? `You are in another organization now (${nameOf(here)}): switch back to ${then}, or load this page anew.`
      : `You are in another organization now (${nameOf(here)}), and not in the one that this page was for (any more): load this page anew.`,
  );
}

/** `handleForm` for a form with an `OrgField`. */
export async function handleOrgForm<S extends z.ZodType, R>(ctx: Ctx, form: FormData, schema: S, run: (value: z.output<S>) => Promise<R>) {
  return handleForm(form, schema, async (value) => {
    await requireFormOrg(ctx, form);
    return run(value);
  });
}
