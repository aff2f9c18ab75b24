import { acceptInvitation } from '@home-base/workers/orgs/invitations/accept.ts';
import { getInvitation } from '@home-base/workers/orgs/invitations/get.ts';
import { switchOrg } from '@home-base/workers/orgs/switch.ts';
import { Refusal } from '@home-base/workers/refusal.ts';
import { refusalStatuses } from '@home-base/workers/refusal-status.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data, redirect } from 'react-router';
import { cookieHeaders } from '../../parts/headers.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/invitation';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const email = signedInAs(ctx.actor, params.token);
  return inWords(
    getInvitation(ctx, params).then((offer) => ({ email, offer })),
    email,
  );
}

export async function action({ params, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const email = signedInAs(ctx.actor, params.token);
  return inWords(
    acceptInvitation(ctx, params).then(async ({ orgId, orgName }) => {
      const { setCookie } = await switchOrg(ctx, { orgId });
      return redirectWithToast('/installations', `You are a member of ${orgName} now.`, 'good', cookieHeaders([setCookie]));
    }),
    email,
  );
}

/** The address of who is signed in; everyone else does that first, or makes an account, and comes back. */
function signedInAs(actor: { type: string; email?: string }, token: string): string {
  if (actor.type !== 'user' || actor.email === undefined) throw redirect(`/sign-in?to=${encodeURIComponent(`/invitations/${token}`)}`);
  return actor.email;
}

/** A refusal is what this page is for to say, too: it comes back as `refused`, with its status. */
async function inWords<T>(answer: Promise<T>, email: string) {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refused = { isOtherAccount: error.code === 'forbidden', text: error.publicText };
    return data({ email, refused }, { status: refusalStatuses[error.code].status });
  }
}
