import { CreateApiKey } from '@home-base/schema/wire/orgs.ts';
import { createApiKey } from '@home-base/workers/api-keys/create.ts';
import { listApiKeys } from '@home-base/workers/api-keys/list.ts';
import { revokeApiKey } from '@home-base/workers/api-keys/revoke.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { data } from 'react-router';
import { listQuery } from '../../parts/list-query.server.ts';
import { handleOrgForm, orgOfPage, requireFormOrg } from '../../parts/org-form.server.ts';
import { requireId } from '../../parts/params.server.ts';
import { forPage } from '../../parts/refusal.server.ts';
import { redirectWithToast } from '../../parts/toast.server.ts';
import type { Route } from './+types/api-keys';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  return { ...(await forPage(listApiKeys(ctx, listQuery(request)))), orgId: orgOfPage(ctx), now: ctx.now().toISOString() };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { ctx } = context.get(appContext);
  const form = await request.formData();
  if (form.get('intent') === 'revoke') {
    await forPage(requireFormOrg(ctx, form));
    await forPage(revokeApiKey(ctx, { apiKeyId: requireId('apiKey', String(form.get('apiKeyId'))) }));
    return redirectWithToast('/api-keys', 'The key is revoked: it opens nothing any more.');
  }
  // No redirect: the secret exists only in this answer.
  return handleOrgForm(ctx, form, CreateApiKey, async (value) => data({ created: await createApiKey(ctx, value) }));
}
