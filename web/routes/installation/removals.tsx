import { findBattery } from '@home-base/catalog/registry.ts';
import { ShieldCheck } from 'lucide-react';
import { Form } from 'react-router';
import { FormErrors } from '../../parts/form-errors.tsx';
import { describeKey, ResourceName } from '../../parts/resource-name.tsx';
import { removalsForm } from '../../parts/resources/removals-form.ts';
import { resourcePath } from '../../parts/resources/resource-rows.tsx';
import { type LastResult, useZodForm } from '../../parts/zod-form.ts';
import { Breadcrumbs } from '../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field, FieldErrors } from '../../ui/field.tsx';
import { Checkbox, Input } from '../../ui/input.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import type { Route } from './+types/removals';
import { useInstallation } from './layout.tsx';

export { action, loader } from './removals.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Removals · Home Base' }];

type Removal = Route.ComponentProps['loaderData']['waiting'][number];

export default function RemovalsPage({ loaderData: { waiting, withData, approved, hasMore }, actionData }: Route.ComponentProps) {
  const { id, name } = useInstallation();
  const at = `/installations/${id}`;
  const resultOf = (intent: 'data' | 'rest') => (actionData?.intent === intent ? actionData.result : undefined);
  return (
    <>
      <Breadcrumbs items={[{ label: name, to: at }, { label: 'Removals' }]} />
      <PageHeader
        title="Removals"
        description="No snapshot lists these resources any more, and the agent holds back from removing them until you say so."
      />
      {waiting.length + withData.length + approved.length === 0 && (
        <EmptyState icon={ShieldCheck} title="Nothing is held back" action={<ButtonLink to={at}>Back to the overview</ButtonLink>}>
          The agent asks here before it removes many things at once or anything that may hold data.
        </EmptyState>
      )}
      {waiting.length > 0 && (
        <RemovalForm
          key={`rest-${waiting.length}`}
          intent="rest"
          title="Hold no data"
          description="They can be made again by enabling or creating what they belonged to. A few go by themselves after ten minutes; many at once wait for you."
          action="Approve these removals"
          rows={waiting}
          hasMore={hasMore}
          lastResult={resultOf('rest')}
        />
      )}
      {withData.length > 0 && (
        <RemovalForm
          key={`data-${withData.length}`}
          intent="data"
          title="May hold data"
          description="They stay for as long as you like. Once removed, everything in them is lost; no rollback brings it back."
          action="Delete these with their data"
          rows={withData}
          lastResult={resultOf('data')}
        />
      )}
      {approved.length > 0 && (
        <Section
          title="Approved"
          description="The agent removes them now. A namespace or definition goes once nothing that stays is in it."
          flush
        >
          <ul className="divide-y">
            {approved.map((row) => (
              <li key={row.key} className="flex flex-wrap items-center justify-between gap-x-4 px-4 py-2">
                <ResourceName resourceKey={row.key} to={resourcePath(at, row.key)} />
                <span className="text-xs text-faint">{row.approvedAt && <Time at={row.approvedAt} />}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function RemovalForm({
  intent,
  title,
  description,
  action,
  rows,
  hasMore = false,
  lastResult,
}: {
  intent: 'data' | 'rest';
  title: string;
  description: string;
  action: string;
  rows: readonly Removal[];
  hasMore?: boolean;
  lastResult: LastResult;
}) {
  const { id, name } = useInstallation();
  const [form, fields] = useZodForm(removalsForm(name), { id: `removals-${intent}`, lastResult });
  const { keys, confirm } = fields;
  if (!keys || !confirm) throw new Error('the form of removals lacks a field');
  return (
    <Section {...(intent === 'data' && { tone: 'danger' as const })} title={title} description={description} flush>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate}>
        <ul aria-label={title} className="divide-y border-b">
          {rows.map((row) => (
            <li key={row.key} className="flex items-start gap-3 px-4 py-2">
              <Checkbox name="keys" value={row.key} defaultChecked={intent === 'rest'} aria-label={describeKey(row.key)} className="mt-1" />
              <span className="min-w-0 flex-1">
                <ResourceName resourceKey={row.key} to={resourcePath(`/installations/${id}`, row.key)} />
              </span>
              <span className="hidden shrink-0 text-xs text-muted sm:block">
                {row.battery && (findBattery(row.battery)?.name ?? row.battery)}
              </span>
            </li>
          ))}
        </ul>
        <div className="grid max-w-lg gap-3 p-4">
          {hasMore && intent === 'rest' && (
            <Field
              meta={{ id: `${form.id}-all`, name: 'all' }}
              inline
              label="All that hold no data, also those that this page has no room for"
            >
              {({ defaultValue: _none, ...props }) => <Checkbox {...props} />}
            </Field>
          )}
          <FormErrors errors={form.errors} />
          <FieldErrors id={`${form.id}-keys-error`} errors={keys.errors} />
          <Field
            meta={{ id: confirm.id, name: confirm.name, required: true, errors: confirm.errors ?? [] }}
            label={<>Type {<code className="font-mono text-xs">{name}</code>} to confirm</>}
          >
            {(props) => <Input {...props} autoComplete="off" spellCheck={false} autoCapitalize="none" />}
          </Field>
          <div>
            <SubmitButton variant={intent === 'data' ? 'danger' : 'primary'} name="intent" value={intent} busy="Approving">
              {action}
            </SubmitButton>
          </div>
        </div>
      </Form>
    </Section>
  );
}
