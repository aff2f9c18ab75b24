import { type CreatedInvitation, type Invitation, InviteMember, type Member, roleNames } from '@home-base/schema/wire/orgs.ts';
import { Form } from 'react-router';
import { FormErrors } from '../../parts/form-errors.tsx';
import { OrgField } from '../../parts/org-form.tsx';
import { roleWords } from '../../parts/roles.ts';
import { StackedCell, StackedRow, StackedTable } from '../../parts/stacked-table.tsx';
import { useKept } from '../../parts/use-kept.ts';
import { type LastResult, useZodForm } from '../../parts/zod-form.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, SubmitButton } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsole } from '../console.tsx';
import type { Route } from './+types/members';

export { action, loader } from './members.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Members · Home Base' }];

export default function Members({ loaderData: { items, nextCursor, invitations, orgId }, actionData }: Route.ComponentProps) {
  const { user, mayManage } = useConsole();
  const invited = useKept(actionData && 'invited' in actionData ? actionData.invited : undefined);
  return (
    <>
      <PageHeader title="Members" description="People who may see and change what belongs to this organization, each with a role." />
      {invited && invitations.some(({ id }) => id === invited.id) && <Invited invitation={invited} />}
      <Section flush>
        <StackedTable label="Members" head={['Name', 'Role', 'Since', ...(mayManage ? ['Actions'] : [])]}>
          {items.map((member) => (
            <MemberRow key={member.id} member={member} orgId={orgId} mayManage={mayManage} isMe={member.email === user.email} />
          ))}
        </StackedTable>
        <Pagination nextCursor={nextCursor} label="More" />
      </Section>
      {invitations.length > 0 && (
        <Section
          flush
          title="Open invitations"
          description="Each becomes a member when it is accepted, by its link and with an account of its address."
        >
          <StackedTable label="Open invitations" head={['For', 'Role', 'Invited by', 'Expires', ...(mayManage ? ['Actions'] : [])]}>
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} orgId={orgId} mayManage={mayManage} />
            ))}
          </StackedTable>
        </Section>
      )}
      {mayManage && (
        <InviteForm
          key={invitations[0]?.id ?? 'first'}
          orgId={orgId}
          result={actionData && 'result' in actionData ? actionData.result : undefined}
        />
      )}
    </>
  );
}

/** The one time that the link is there to hand over. */
function Invited({ invitation: { email, role, link, expiresAt } }: { invitation: CreatedInvitation }) {
  return (
    <Notice tone="good" title={`${email} is invited as ${role}. Hand this link over now: it is not shown again.`} alert>
      <div className="mt-2 grid gap-2">
        <CodeBlock code={link} label="Link of the invitation" wrap />
        <p>
          No mail is sent. It works once, for an account with this address, and expires <Time at={expiresAt} />.
        </p>
      </div>
    </Notice>
  );
}

function InvitationRow({ invitation, orgId, mayManage }: { invitation: Invitation; orgId: string; mayManage: boolean }) {
  const { id, email, role, invitedBy, expiresAt } = invitation;
  return (
    <StackedRow>
      <StackedCell className="font-medium break-words">{email}</StackedCell>
      <StackedCell>
        <Badge>{role}</Badge>
      </StackedCell>
      <StackedCell className="text-muted">
        <span className="sm:hidden">by </span>
        {invitedBy}
      </StackedCell>
      <StackedCell className="text-muted">
        <span className="sm:hidden">expires </span>
        <Time at={expiresAt} />
      </StackedCell>
      {mayManage && (
        <StackedCell className="sm:text-right">
          <Form method="post">
            <OrgField orgId={orgId} />
            <input type="hidden" name="invitationId" value={id} />
            <Button type="submit" variant="danger" size="sm" name="intent" value="revoke" aria-label={`Revoke the invitation of ${email}`}>
              Revoke
            </Button>
          </Form>
        </StackedCell>
      )}
    </StackedRow>
  );
}

function MemberRow({ member, orgId, mayManage, isMe }: { member: Member; orgId: string; mayManage: boolean; isMe: boolean }) {
  return (
    <StackedRow>
      <StackedCell>
        <span className="font-medium">{member.name}</span> {isMe && <span className="text-faint">you</span>}
        <span className="block text-xs text-muted">{member.email}</span>
      </StackedCell>
      <StackedCell>
        {mayManage && !isMe ? (
          <Form method="post" className="flex gap-1.5">
            <OrgField orgId={orgId} />
            <input type="hidden" name="memberId" value={member.id} />
            <Select name="role" defaultValue={member.role} aria-label={`Role of ${member.name}`} className="w-28">
              {roleNames.map((role) => (
                <option key={role}>{role}</option>
              ))}
            </Select>
            <Button type="submit" name="intent" value="change" aria-label={`Change the role of ${member.name}`}>
              Change
            </Button>
          </Form>
        ) : (
          <Badge>{member.role}</Badge>
        )}
      </StackedCell>
      <StackedCell className="text-muted">
        <Time at={member.createdAt} />
      </StackedCell>
      {mayManage && (
        <StackedCell className="sm:text-right">
          {!isMe && (
            <Form method="post">
              <OrgField orgId={orgId} />
              <input type="hidden" name="memberId" value={member.id} />
              <Button type="submit" variant="danger" size="sm" name="intent" value="remove" aria-label={`Remove ${member.name}`}>
                Remove
              </Button>
            </Form>
          )}
        </StackedCell>
      )}
    </StackedRow>
  );
}

function InviteForm({ orgId, result }: { orgId: string; result: LastResult }) {
  const [form, fields] = useZodForm(InviteMember, {
    id: 'invite-member',
    lastResult: result,
    defaultValue: { role: 'member' },
  });
  return (
    <Section title="Invite someone" description="You get a link to hand to them. It works once, for an account with this address.">
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <OrgField orgId={orgId} />
        <FormErrors errors={form.errors} />
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <Field meta={fields.email!} label="E-mail">
            {(props) => <Input {...props} type="email" autoComplete="off" />}
          </Field>
          <Field meta={fields.role!} label="Role">
            {(props) => (
              <Select {...props}>
                {roleNames.map((role) => (
                  <option key={role} value={role}>
                    {role}: {roleWords[role]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <div>
          <SubmitButton name="intent" value="invite" busy="Inviting">
            Invite
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
