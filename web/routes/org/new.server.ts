import { OrgName } from '@home-base/schema/wire/orgs.ts';
import { createOrg } from '@home-base/workers/orgs/create.ts';
import { switchOrg } from '@home-base/workers/orgs/switch.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { z } from 'zod';
import { handleForm } from '../../parts/form.server.ts';
import { cookieHeaders } from '../../parts/headers.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/new';

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  return handleForm(await request.formData(), z.object({ name: OrgName }), async (value) => {
    const org = await createOrg(ctx, value);
    const { setCookie } = await switchOrg(ctx, { orgId: org.id });
    return redirectWithToast('/installations', `${org.name} is there. You are its owner.`, 'good', cookieHeaders([setCookie]));
  });
}
