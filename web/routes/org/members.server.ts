import { AddMember, ChangeMember } from '@home-base/schema/wire/orgs.ts';
import { addMember } from '@home-base/workers/orgs/members/add.ts';
import { changeMemberRole } from '@home-base/workers/orgs/members/change-role.ts';
import { listMembers } from '@home-base/workers/orgs/members/list.ts';
import { removeMember } from '@home-base/workers/orgs/members/remove.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { handleForm } from '../../parts/form.server.ts';
import { listQuery } from '../../parts/list-query.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/members';

export async function loader({ request, context }: Route.LoaderArgs) {
  return forPage(listMembers(context.get(appContext).ctx, listQuery(request)));
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  switch (text('intent')) {
    case 'change': {
      const memberId = requireId('member', text('memberId'));
      const role = ChangeMember.shape.role.parse(text('role'));
      const member = await forPage(changeMemberRole(ctx, { memberId, role }));
      return redirectWithToast('/members', `${member.name} is ${role} now.`);
    }
    case 'remove':
      await forPage(removeMember(ctx, { memberId: requireId('member', text('memberId')) }));
      return redirectWithToast('/members', 'Removed. Their account stays.');
    default:
      return handleForm(form, AddMember, async (value) => {
        const member = await addMember(ctx, value);
        return redirectWithToast('/members', `${member.name} is ${member.role} now.`);
      });
  }
}
