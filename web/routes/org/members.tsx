import { AddMember, type Member, roleNames } from '@home-base/schema/wire/orgs.ts';
import { Form } from 'react-router';
import { FormErrors } from '../../parts/form-errors.tsx';
import { roleWords } from '../../parts/roles.ts';
import { StackedCell, StackedRow, StackedTable } from '../../parts/stacked-table.tsx';
import { type LastResult, useZodForm } from '../../parts/zod-form.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, SubmitButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsole } from '../console.tsx';
import type { Route } from './+types/members';

export { action, loader } from './members.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Members · Home Base' }];

export default function Members({ loaderData: { items, nextCursor }, actionData }: Route.ComponentProps) {
  const { user, mayManage } = useConsole();
  return (
    <>
      <PageHeader title="Members" description="People who may see and change what belongs to this organization, each with a role." />
      <Section flush>
        <StackedTable label="Members" head={['Name', 'Role', 'Since', ...(mayManage ? ['Actions'] : [])]}>
          {items.map((member) => (
            <MemberRow key={member.id} member={member} mayManage={mayManage} isMe={member.email === user.email} />
          ))}
        </StackedTable>
        <Pagination nextCursor={nextCursor} label="More" />
      </Section>
      {mayManage && <AddMemberForm result={actionData?.result} key={items.length} />}
    </>
  );
}

function MemberRow({ member, mayManage, isMe }: { member: Member; mayManage: boolean; isMe: boolean }) {
  return (
    <StackedRow>
      <StackedCell>
        <span className="font-medium">{member.name}</span> {isMe && <span className="text-faint">you</span>}
        <span className="block text-xs text-muted">{member.email}</span>
      </StackedCell>
      <StackedCell>
        {mayManage && !isMe ? (
          <Form method="post" className="flex gap-1.5">
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

function AddMemberForm({ result }: { result: LastResult }) {
  const [form, fields] = useZodForm(AddMember, { id: 'add-member', lastResult: result, defaultValue: { role: 'member' } });
  return (
    <Section title="Add someone" description="They need an account here first: ask them to sign up with this address.">
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
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
          <SubmitButton name="intent" value="add">
            Add
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
