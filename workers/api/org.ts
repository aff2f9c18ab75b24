import { idSchema } from '@home-base/schema/ids/id.ts';
import { ListQuery, listOf } from '@home-base/schema/wire/list.ts';
import {
  AddMember,
  ApiKey,
  AuditEvent,
  ChangeMember,
  CreateApiKey,
  CreatedApiKey,
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
import { addMember } from '../orgs/members/add.ts';
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
    id: 'addMember',
    summary: 'Add someone who has an account',
    tag,
    access: 'members:write',
    body: AddMember,
    status: 201,
    response: Member,
    run: (ctx, { body }) => addMember(ctx, body),
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
