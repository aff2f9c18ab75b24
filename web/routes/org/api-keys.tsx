import { type ApiKey, CreateApiKey, roleNames } from '@home-base/schema/wire/orgs.ts';
import { KeyRound } from 'lucide-react';
import { Form } from 'react-router';
import { FormErrors } from '../../parts/form-errors.tsx';
import { OrgField } from '../../parts/org-form.tsx';
import { roleWords } from '../../parts/roles.ts';
import { StackedCell, StackedRow, StackedTable } from '../../parts/stacked-table.tsx';
import { useKept } from '../../parts/use-kept.ts';
import { type LastResult, useZodForm } from '../../parts/zod-form.ts';
import { StatusDot } from '../../ui/badge.tsx';
import { Button, SubmitButton } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import type { Route } from './+types/api-keys';

export { action, loader } from './api-keys.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'API keys · Home Base' }];

export default function ApiKeys({ loaderData: { items, nextCursor, orgId, now }, actionData }: Route.ComponentProps) {
  const created = useKept(actionData && 'created' in actionData ? actionData.created : undefined);
  return (
    <>
      <PageHeader
        title="API keys"
        description="For the API, the CLI and audits by TUF clients. A key acts in this organization with its own role."
      />
      {created && (
        <Notice tone="good" title={`The key “${created.name}” is made. Copy it now: it is not shown again.`} alert>
          <div className="mt-2">
            <CodeBlock code={created.secret} label="API key" wrap />
          </div>
        </Notice>
      )}
      <Section flush>
        {items.length === 0 ? (
          <EmptyState icon={KeyRound} title="No keys yet">
            Make one below, then try it: <code className="font-mono text-xs">curl -H "Authorization: Bearer hb_…" /v1/installations</code>
          </EmptyState>
        ) : (
          <StackedTable label="API keys" head={['Name', 'Role', 'State', 'Last used', 'Made', 'Actions']}>
            {items.map((key) => (
              <KeyRow key={key.id} apiKey={key} orgId={orgId} now={now} />
            ))}
          </StackedTable>
        )}
        <Pagination nextCursor={nextCursor} label="More" />
      </Section>
      <CreateKey key={items.length} orgId={orgId} result={actionData && 'result' in actionData ? actionData.result : undefined} />
    </>
  );
}

function KeyRow({ apiKey, orgId, now }: { apiKey: ApiKey; orgId: string; now: string }) {
  const expired = apiKey.expiresAt !== null && apiKey.expiresAt <= now;
  return (
    <StackedRow className={apiKey.revokedAt || expired ? 'text-muted' : undefined}>
      <StackedCell>
        <span className="font-medium">{apiKey.name}</span>
        <code className="block font-mono text-xs text-muted">{apiKey.start}…</code>
      </StackedCell>
      <StackedCell>{apiKey.role}</StackedCell>
      <StackedCell>
        {apiKey.revokedAt ? (
          <StatusDot tone="idle">
            Revoked <Time at={apiKey.revokedAt} />
          </StatusDot>
        ) : expired ? (
          <StatusDot tone="idle">Expired</StatusDot>
        ) : (
          <StatusDot tone="good">{apiKey.expiresAt ? <>Until {apiKey.expiresAt.slice(0, 10)}</> : 'Active'}</StatusDot>
        )}
      </StackedCell>
      <StackedCell className="text-muted">{apiKey.lastUsedAt ? <Time at={apiKey.lastUsedAt} /> : 'Never'}</StackedCell>
      <StackedCell className="text-muted">
        <Time at={apiKey.createdAt} />
      </StackedCell>
      <StackedCell className="sm:text-right">
        {!apiKey.revokedAt && (
          <Form method="post">
            <OrgField orgId={orgId} />
            <input type="hidden" name="apiKeyId" value={apiKey.id} />
            <Button type="submit" size="sm" variant="danger" name="intent" value="revoke" aria-label={`Revoke ${apiKey.name}`}>
              Revoke
            </Button>
          </Form>
        )}
      </StackedCell>
    </StackedRow>
  );
}

function CreateKey({ orgId, result }: { orgId: string; result: LastResult }) {
  const [form, fields] = useZodForm(CreateApiKey, { id: 'create-key', lastResult: result, defaultValue: { role: 'viewer' } });
  return (
    <Section title="New key">
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <OrgField orgId={orgId} />
        <FormErrors errors={form.errors} />
        <div className="grid gap-4 sm:grid-cols-[2fr_2fr_1fr]">
          <Field meta={fields.name!} label="Name" help="What uses it, such as ci or grafana.">
            {(props) => <Input {...props} autoComplete="off" />}
          </Field>
          <Field meta={fields.role!} label="Role" help="No more than it needs; never above yours.">
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
          <Field meta={fields.expiresInDays!} label="Days" help="Empty: does not expire.">
            {(props) => <Input {...props} type="number" min={1} max={3650} />}
          </Field>
        </div>
        <div>
          <SubmitButton name="intent" value="create">
            Make key
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
