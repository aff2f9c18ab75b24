import { z } from 'zod';
import { idSchema } from '../ids/id.ts';

/** From the most to the least. */
export const roleNames = ['owner', 'admin', 'member', 'viewer'] as const;
export const Role = z.enum(roleNames);

export const Email = z
  .email('expected an e-mail address')
  .max(254)
  .transform((text) => text.toLowerCase());

export const OrgName = z.string().trim().min(1, 'a name is needed').max(80, 'use at most 80 characters');
export const Org = z.object({ id: idSchema('org'), name: z.string(), role: Role, createdAt: z.iso.datetime() });
export type Org = z.output<typeof Org>;

export const Member = z.object({
  id: idSchema('member'),
  userId: idSchema('user'),
  name: z.string(),
  email: z.string(),
  role: Role,
  createdAt: z.iso.datetime(),
});
export type Member = z.output<typeof Member>;
export const InviteMember = z.strictObject({ email: Email, role: Role });
export type InviteMember = z.output<typeof InviteMember>;
export const ChangeMember = z.strictObject({ role: Role });

export const Invitation = z.object({
  id: idSchema('invitation'),
  email: z.string(),
  role: Role,
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.output<typeof Invitation>;
/** `link` is shown this once: the inviter hands it to whom it is for. */
export const CreatedInvitation = Invitation.extend({ link: z.url() });
export type CreatedInvitation = z.output<typeof CreatedInvitation>;

export const ApiKey = z.object({
  id: idSchema('apiKey'),
  name: z.string(),
  role: Role,
  start: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.output<typeof ApiKey>;
export const CreateApiKey = z.strictObject({
  name: z.string().trim().min(1, 'a name is needed').max(80, 'use at most 80 characters'),
  role: Role,
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export type CreateApiKey = z.output<typeof CreateApiKey>;
/** `secret` is shown this once. */
export const CreatedApiKey = ApiKey.extend({ secret: z.string() });
export type CreatedApiKey = z.output<typeof CreatedApiKey>;

export const AuditEvent = z.object({
  id: idSchema('auditEvent'),
  at: z.iso.datetime(),
  actor: z.object({ type: z.enum(['user', 'api_key', 'agent', 'system']), id: z.string(), name: z.string() }),
  action: z.string(),
  targetId: z.string().nullable(),
  installationId: idSchema('installation').nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string(),
});
export type AuditEvent = z.output<typeof AuditEvent>;

const Password = z.string().min(10, 'use at least 10 characters').max(128, 'use at most 128 characters');
export const SignUp = z.strictObject({
  name: z.string().trim().min(1, 'a name is needed').max(80),
  email: Email,
  password: Password,
  orgName: OrgName.optional(),
});
export type SignUp = z.output<typeof SignUp>;
export const SignIn = z.strictObject({ email: Email, password: z.string().min(1, 'a password is needed').max(128) });
export type SignIn = z.output<typeof SignIn>;
