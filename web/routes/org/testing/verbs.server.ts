/** The verbs behind the forms of an org's pages, for the test that looks whether they are called. */
export { createApiKey } from '@home-base/workers/api-keys/create.ts';
export { revokeApiKey } from '@home-base/workers/api-keys/revoke.ts';
export { createInstallation } from '@home-base/workers/installations/create.ts';
export { createInvitation } from '@home-base/workers/orgs/invitations/create.ts';
export { revokeInvitation } from '@home-base/workers/orgs/invitations/revoke.ts';
export { listMyOrgs } from '@home-base/workers/orgs/list-mine.ts';
export { changeMemberRole } from '@home-base/workers/orgs/members/change-role.ts';
export { removeMember } from '@home-base/workers/orgs/members/remove.ts';
