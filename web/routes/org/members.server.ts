import { ChangeMember, InviteMember } from '@home-base/schema/wire/orgs.ts';
import { createInvitation } from '@home-base/workers/orgs/invitations/create.ts';
import { listInvitations } from '@home-base/workers/orgs/invitations/list.ts';
import { revokeInvitation } from '@home-base/workers/orgs/invitations/revoke.ts';
import { changeMemberRole } from '@home-base/workers/orgs/members/change-role.ts';
import { listMembers } from '@home-base/workers/orgs/members/list.ts';
import { removeMember } from '@home-base/workers/orgs/members/remove.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { listQuery } from '../../parts/list-query.server.ts';
import { handleOrgForm, orgOfPage, requireFormOrg } from '../../parts/org-form.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/members';

/** More open invitations than these are on no page; they are in the API's list. */
const mostInvitations = 200;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const [members, { items: invitations }] = await forPage(
    Promise.all([listMembers(ctx, listQuery(request)), listInvitations(ctx, { limit: mostInvitations })]),
  );
  return { ...members, invitations, orgId: orgOfPage(ctx) };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  switch (text('intent')) {
    case 'change': {
      await forPage(requireFormOrg(ctx, form));
      const memberId = requireId('member', text('memberId'));
      const role = ChangeMember.shape.role.parse(text('role'));
      const member = await forPage(changeMemberRole(ctx, { memberId, role }));
      return redirectWithToast('/members', `${member.name} is ${role} now.`);
    }
    case 'remove':
      await forPage(requireFormOrg(ctx, form));
      await forPage(removeMember(ctx, { memberId: requireId('member', text('memberId')) }));
      return redirectWithToast('/members', 'Removed. Their account stays.');
    case 'revoke':
      await forPage(requireFormOrg(ctx, form));
      await forPage(revokeInvitation(ctx, { invitationId: requireId('invitation', text('invitationId')) }));
      return redirectWithToast('/members', 'The invitation is revoked: its link leads nowhere any more.');
    default:
      // No redirect: the link exists only in this answer.
      return handleOrgForm(ctx, form, InviteMember, async (value) => data({ invited: await createInvitation(ctx, value) }));
  }
}
