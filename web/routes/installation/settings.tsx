import { settingsOf } from '@home-base/schema/wire/installations.ts';
import { Pause, Play, Plug } from 'lucide-react';
import { Form, Link } from 'react-router';
import { channelChoices, driftChoices, sizeWords } from '../../parts/choices.ts';
import { ConfirmByName } from '../../parts/confirm-by-name.tsx';
import { FormErrors } from '../../parts/form-errors.tsx';
import { MadeFrom, useMadeFrom } from '../../parts/made-from.tsx';
import { OneLiner } from '../../parts/one-liner.tsx';
import { ViewerNotice } from '../../parts/rights.tsx';
import { SettingsForm } from '../../parts/settings-form.ts';
import { StackedCell, StackedRow, StackedTable } from '../../parts/stacked-table.tsx';
import { useKept } from '../../parts/use-kept.ts';
import { type LastResult, useZodForm } from '../../parts/zod-form.ts';
import { StatusDot } from '../../ui/badge.tsx';
import { Button, SubmitButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { formatBytes } from '../../ui/quantity.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsole } from '../console.tsx';
import type { Route } from './+types/settings';
import { useInstallation } from './layout.tsx';

export { action, loader } from './settings.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Settings · Home Base' }];

type Agents = Route.ComponentProps['loaderData']['agents'];

export default function Settings({ loaderData: { agents }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  const { mayManage, mayChange } = useConsole();
  const enrolment = useKept(actionData && 'enrolment' in actionData ? actionData.enrolment : undefined);
  const resultOf = (intent: string): LastResult =>
    actionData?.intent === intent && 'result' in actionData ? actionData.result : undefined;
  const { madeFrom, isStale } = useMadeFrom({
    of: installation.id,
    newest: settingsOf(installation),
    answer: actionData?.intent === 'update' ? actionData : undefined,
  });
  return (
    <>
      <PageHeader title="Settings" description={installation.name} />
      <ViewerNotice />
      {mayChange && <General key={madeFrom} madeFrom={madeFrom} isStale={isStale} result={resultOf('update')} />}
      <Section
        title={installation.paused ? 'Paused' : 'Pause'}
        description={
          installation.paused
            ? 'The agent applies, heals and removes nothing. It still observes and reports.'
            : 'Have the agent keep its hands off the cluster, for maintenance. It still observes and reports.'
        }
        actions={
          mayChange && (
            <Form method="post">
              <SubmitButton
                variant="secondary"
                icon={installation.paused ? Play : Pause}
                name="intent"
                value={installation.paused ? 'resume' : 'pause'}
              >
                {installation.paused ? 'Resume' : 'Pause'}
              </SubmitButton>
            </Form>
          )
        }
      />
      <Section
        title="Agents"
        description="What follows this installation in your cluster. A new agent takes over; revoke the old one then."
        flush
        actions={
          mayManage && (
            <Form method="post">
              <SubmitButton variant="secondary" icon={Plug} name="intent" value="enrol">
                Make an install line
              </SubmitButton>
            </Form>
          )
        }
      >
        {enrolment && (
          <div className="border-b p-4">
            <OneLiner enrolment={enrolment} agent={installation.agent ?? undefined} />
          </div>
        )}
        <AgentTable agents={agents} mayManage={mayManage} />
      </Section>
      {mayManage && (
        <ConfirmByName
          title="Delete this installation"
          name={installation.name}
          action="Delete installation"
          lastResult={resultOf('delete')}
        >
          {installation.agent ? (
            <p>
              The agent first removes <strong className="text-ink">everything it installed, databases and their data included</strong>; then
              the installation goes from here. The cluster itself stays.
            </p>
          ) : (
            <p>No agent is connected, so nothing in a cluster changes. The installation and its history go from here.</p>
          )}
        </ConfirmByName>
      )}
    </>
  );
}

function General({ madeFrom, isStale, result }: { madeFrom: string; isStale: boolean; result: LastResult }) {
  const { id, name, size, driftPolicy, channel, catalogVersion, availableRelease } = useInstallation();
  const [form, fields] = useZodForm(SettingsForm, {
    id: 'installation-general',
    lastResult: result,
    defaultValue: { name, size, driftPolicy, channel },
  });
  return (
    <Section title="General">
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <MadeFrom value={madeFrom} />
        <FormErrors errors={form.errors} isStale={isStale} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field meta={{ ...pick(fields.name), required: true }} label="Name" help="Lower-case letters, digits and -.">
            {(props) => <Input {...props} autoComplete="off" spellCheck={false} />}
          </Field>
          <Field
            meta={{ ...pick(fields.size), required: true }}
            label="Size"
            help="Preset of what you create from now on; what is there keeps its own."
          >
            {(props) => (
              <Select {...props}>
                {Object.entries(sizeWords).map(([each, words]) => (
                  <option key={each} value={each}>
                    {each}: {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <RadioCards
          meta={pick(fields.driftPolicy)}
          label="When someone else changes what Home Base applied"
          columns={2}
          cards={driftChoices}
        />
        <div className="grid gap-1.5">
          <RadioCards meta={pick(fields.channel)} label="Releases of the catalog" cards={channelChoices} />
          <p className="text-xs text-muted">
            It has the release {catalogVersion}
            {availableRelease
              ? `; ${availableRelease} is there${channel === 'pinned' ? ', and it stays because it is pinned' : ', and it moves there in its upgrade window'}.`
              : ', the newest of its channel.'}{' '}
            The window is set in{' '}
            <Link to={`/installations/${id}/batteries/battery_core`} className="prose-link">
              Battery Core
            </Link>
            ; an upgrade is a snapshot like any other.
          </p>
        </div>
        <div>
          <SubmitButton name="intent" value="update">
            Save
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function pick(field: { id: string; name: string; initialValue?: unknown; errors?: string[] } | undefined) {
  if (!field) throw new Error('the settings form lacks a field of its schema');
  return { id: field.id, name: field.name, initialValue: field.initialValue, ...(field.errors && { errors: field.errors }) };
}

function AgentTable({ agents, mayManage }: { agents: Agents; mayManage: boolean }) {
  if (agents.length === 0)
    return (
      <EmptyState icon={Plug} title="No agent yet">
        {mayManage
          ? 'Make an install line and paste it where kubectl reaches the cluster.'
          : 'An admin of this organization can make the install line.'}
      </EmptyState>
    );
  return (
    <StackedTable label="Agents" head={['Agent', 'State', 'Version', 'Memory', 'Last seen', 'Actions']}>
      {agents.map((agent) => (
        <StackedRow key={agent.id}>
          <StackedCell>
            <code className="font-mono text-xs">{agent.id}</code>
            <span className="block text-xs text-muted">
              key <code className="font-mono text-2xs">{agent.fingerprint}</code> · cluster{' '}
              <code className="font-mono text-2xs">{agent.clusterUid.slice(0, 8)}</code>
            </span>
          </StackedCell>
          <StackedCell>
            {agent.revokedAt ? (
              <StatusDot tone="idle">
                Revoked <Time at={agent.revokedAt} />
              </StatusDot>
            ) : agent.cloneSuspectedAt ? (
              <StatusDot tone="bad">Two agents use this key: revoke it and enrol anew</StatusDot>
            ) : (
              <StatusDot tone="good">Enrolled</StatusDot>
            )}
          </StackedCell>
          <StackedCell className="figures text-muted">
            {agent.version} on {agent.kubernetesVersion}
          </StackedCell>
          <StackedCell className="figures text-muted max-sm:hidden">{agent.rssBytes ? formatBytes(agent.rssBytes) : '–'}</StackedCell>
          <StackedCell className="text-muted">{agent.lastSeenAt ? <Time at={agent.lastSeenAt} /> : 'Never'}</StackedCell>
          <StackedCell className="sm:text-right">
            {mayManage && !agent.revokedAt && (
              <Form method="post">
                <input type="hidden" name="agentId" value={agent.id} />
                <Button type="submit" size="sm" variant="danger" name="intent" value="revoke" aria-label={`Revoke ${agent.id}`}>
                  Revoke
                </Button>
              </Form>
            )}
          </StackedCell>
        </StackedRow>
      ))}
    </StackedTable>
  );
}
