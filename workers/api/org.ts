import { idSchema } from '@home-base/schema/ids/id.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import {
  ApiKey,
  AuditEvent,
  ChangeMember,
  CreateApiKey,
  CreatedApiKey,
  CreatedInvitation,
  Invitation,
  InviteMember,
  Member,
  Org,
  OrgName,
} from '@home-base/schema/wire/orgs.ts';
import { z } from 'zod';
import { createApiKey } from '../api-keys/create.ts';
import { listApiKeys } from '../api-keys/list.ts';
import { revokeApiKey } from '../api-keys/revoke.ts';
import { listAuditEvents } from '../audit-events/list.ts';
import { getOrg } from '../orgs/get.ts';
import { createInvitation } from '../orgs/invitations/create.ts';
import { listInvitations } from '../orgs/invitations/list.ts';
import { revokeInvitation } from '../orgs/invitations/revoke.ts';
import { changeMemberRole } from '../orgs/members/change-role.ts';
import { listMembers } from '../orgs/members/list.ts';
import { removeMember } from '../orgs/members/remove.ts';
import { renameOrg } from '../orgs/rename.ts';
import { defineRoute } from './define-route.ts';

const tag = 'Organization';
const MemberParams = z.object({ memberId: idSchema('member') });

export const orgRoutes = [
  defineRoute({
    method: 'get',
    path: '/v1/org',
    id: 'getOrg',
    summary: 'The organization that you act in, and your role',
    tag,
    access: 'org:read',
    response: Org,
    run: (ctx) => getOrg(ctx),
  }),
  defineRoute({
    method: 'patch',
    path: '/v1/org',
    id: 'renameOrg',
    summary: 'Rename the organization',
    tag,
    access: 'org:write',
    body: z.strictObject({ name: OrgName }),
    response: Org,
    run: (ctx, { body }) => renameOrg(ctx, body),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/members',
    id: 'listMembers',
    summary: 'List members',
    tag,
    access: 'members:read',
    query: ListQuery,
    response: listOf(Member),
    run: (ctx, { query }) => listMembers(ctx, query),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/members',
    id: 'inviteMember',
    summary: 'Invite someone; the link, which they open to become a member, is shown this once',
    tag,
    access: 'members:write',
    body: InviteMember,
    status: 201,
    response: CreatedInvitation,
    showsSecret: true,
    run: (ctx, { body }) => createInvitation(ctx, body),
  }),
  defineRoute({
    method: 'patch',
    path: '/v1/members/{memberId}',
    id: 'changeMemberRole',
    summary: 'Change the role of a member',
    tag,
    access: 'members:write',
    params: MemberParams,
    body: ChangeMember,
    response: Member,
    run: (ctx, { params, body }) => changeMemberRole(ctx, { ...params, ...body }),
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/members/{memberId}',
    id: 'removeMember',
    summary: 'Remove a member',
    tag,
    access: 'members:write',
    params: MemberParams,
    run: (ctx, { params }) => removeMember(ctx, params),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/invitations',
    id: 'listInvitations',
    summary: 'List open invitations',
    tag,
    access: 'members:read',
    query: ListQuery,
    response: listOf(Invitation),
    run: (ctx, { query }) => listInvitations(ctx, query),
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/invitations/{invitationId}',
    id: 'revokeInvitation',
    summary: 'Revoke an invitation',
    tag,
    access: 'members:write',
    params: z.object({ invitationId: idSchema('invitation') }),
    run: (ctx, { params }) => revokeInvitation(ctx, params),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/api-keys',
    id: 'listApiKeys',
    summary: 'List API keys',
    tag,
    access: 'api-keys:read',
    query: ListQuery,
    response: listOf(ApiKey),
    run: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/api-keys',
    id: 'createApiKey',
    summary: 'Create an API key; it is shown this once',
    tag,
    access: 'api-keys:write',
    body: CreateApiKey,
    status: 201,
    response: CreatedApiKey,
    showsSecret: true,
    run: (ctx, { body }) => createApiKey(ctx, body),
  }),
  defineRoute({
    method: 'delete',
    path: '/v1/api-keys/{apiKeyId}',
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    tag,
    access: 'api-keys:write',
    params: z.object({ apiKeyId: idSchema('apiKey') }),
    run: (ctx, { params }) => revokeApiKey(ctx, params),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/audit-events',
    id: 'listAuditEvents',
    summary: 'What was done, newest first',
    tag,
    access: 'audit:read',
    query: ListQuery.extend({ installationId: idSchema('installation').optional() }),
    response: listOf(AuditEvent),
    run: (ctx, { query }) => listAuditEvents(ctx, query),
  }),
];
