import { defaultBatteries } from '@home-base/catalog/defaults.ts';
import { findBattery } from '@home-base/catalog/registry.ts';
import { Database, Plug } from 'lucide-react';
import { Form, Link } from 'react-router';
import { providerWords, usageWords } from '../../parts/choices.ts';
import { HealthBadge, HealthBar, HealthSummary, worstHealth } from '../../parts/health.tsx';
import { LiveState } from '../../parts/live-provider.tsx';
import { StuckPod } from '../../parts/objects/pod-rows.tsx';
import { type Enrolment, OneLiner } from '../../parts/one-liner.tsx';
import { eventTitle, overviewWords } from '../../parts/overview-words.ts';
import { describeKey } from '../../parts/resource-name.tsx';
import { StageLanes } from '../../parts/stage-lanes.tsx';
import { useKept } from '../../parts/use-kept.ts';
import { Badge, StatusDot } from '../../ui/badge.tsx';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { formatCount } from '../../ui/quantity.ts';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsole } from '../console.tsx';
import type { Route } from './+types/home';
import { Facts } from './home-facts.tsx';
import { useInstallation } from './layout.tsx';

export { action, loader } from './home.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Overview · Home Base' }];

type Loaded = Route.ComponentProps['loaderData'];

export default function Home({ loaderData: { overview, lanes, facts, stuckPods, held }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  const enrolment = useKept(actionData?.enrolment);
  const { tone, word, meaning } = overviewWords[isStarting(overview) ? 'starting' : overview.summary];
  const at = `/installations/${installation.id}`;
  return (
    <>
      <PageHeader
        title={installation.name}
        status={<StatusDot tone={tone}>{word}</StatusDot>}
        description={
          <>
            {usageWords[installation.usage]} on {providerWords[installation.provider]}, {installation.size}. {meaning}
          </>
        }
        actions={<LiveState />}
      />
      {overview.publishFailure && overview.desiredRev > overview.publishedRev && (
        <Notice
          tone="bad"
          title={`Publishing failed ${overview.publishFailure.attempts} ${overview.publishFailure.attempts === 1 ? 'time' : 'times'}`}
        >
          {overview.publishFailure.reason}
        </Notice>
      )}
      {overview.snapshot?.failures.map((failure) => (
        <Notice key={failure.owner} tone="bad" title={`${findBattery(failure.battery)?.name ?? failure.battery} could not be rendered`}>
          {failure.message} What it had before stays in the cluster; everything else goes on.
        </Notice>
      ))}
      {held.all > 0 && <Held held={held} at={at} />}
      {(!overview.agent || enrolment) && <Connect agent={overview.agent} enrolment={enrolment} />}
      {overview.agent && (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19rem]">
          <div className="grid gap-5">
            {overview.unhealthy.length > 0 && <Unhealthy rows={overview.unhealthy} pods={stuckPods} at={at} />}
            <Next installation={installation} batteries={overview.batteries} />
            <Section
              title="Health"
              actions={
                <ButtonLink size="sm" variant="quiet" to={`${at}/resources`}>
                  All {formatCount(overview.counts.total)} resources
                </ButtonLink>
              }
            >
              <div className="grid gap-4">
                <HealthSummary counts={overview.counts.health} to={`${at}/resources`} />
                <BatteryHealth batteries={overview.batteries} at={at} />
              </div>
            </Section>
            <Section
              title={lanes.every((lane) => lane.applied === lane.total) ? 'Applied' : 'Applying now'}
              description="Stage by stage: an object waits only for what the API server needs to accept it."
            >
              <StageLanes lanes={lanes} holds={holdsOf(overview.inMotion)} />
            </Section>
            {overview.events.length > 0 && <Events events={overview.events} />}
          </div>
          <Facts overview={overview} facts={facts} />
        </div>
      )}
    </>
  );
}

/** Data that stays is no fault; many removals at once wait for a person. */
function Held({ held: { all, withData }, at }: { held: Loaded['held']; at: string }) {
  return (
    <Notice
      tone={all > withData ? 'warn' : 'idle'}
      title={`${formatCount(all)} ${all === 1 ? 'removal is' : 'removals are'} held back`}
      actions={
        <ButtonLink size="sm" to={`${at}/removals`}>
          Look at {all === 1 ? 'it' : 'them'}
        </ButtonLink>
      }
    >
      {all > withData
        ? 'No snapshot lists these resources any more. A few go by themselves after ten minutes; many at once need your approval.'
        : 'They may hold data of what is not there any more, and stay until you say that it may go.'}
    </Notice>
  );
}

function Connect({ agent, enrolment }: { agent: Loaded['overview']['agent']; enrolment: Enrolment | undefined }) {
  const { mayManage } = useConsole();
  return (
    <Section
      title="Connect the cluster"
      description="One line, run once. It installs the agent, its permissions and the policies that limit it; nothing connects into your cluster."
    >
      {enrolment ? (
        <OneLiner enrolment={enrolment} agent={agent} />
      ) : mayManage ? (
        <div className="grid gap-4">
          <ol className="grid gap-1.5 text-muted">
            <li>1. Make the line. It holds a token that works once, for an hour.</li>
            <li>
              2. Paste it where kubectl reaches the cluster as an admin. To read first what it would apply, put{' '}
              <code className="font-mono text-xs">DRY_RUN=1</code> before <code className="font-mono text-xs">sh</code>.
            </li>
            <li>3. This page says when the agent is connected, then what it applies.</li>
          </ol>
          <Form method="post" action="?index">
            <SubmitButton icon={Plug}>Make the install line</SubmitButton>
          </Form>
        </div>
      ) : (
        <p className="text-muted">An admin of this organization can make the line that connects it.</p>
      )}
    </Section>
  );
}

/** Everything is applied, only some of it is not up yet: nothing has gone wrong, and the agent has nothing left to do. */
function isStarting({ summary, counts }: Loaded['overview']): boolean {
  return summary === 'applying' && counts.state.applied === counts.total;
}

/** What to do in a cluster that has only what it started with. */
function Next({
  installation,
  batteries,
}: {
  installation: ReturnType<typeof useInstallation>;
  batteries: Loaded['overview']['batteries'];
}) {
  const { mayChange } = useConsole();
  const given: string[] = defaultBatteries(installation.usage, installation.provider);
  if (!mayChange || batteries.some(({ battery }) => !given.includes(battery))) return null;
  const at = `/installations/${installation.id}`;
  const hasPostgres = given.includes('cloudnative_pg');
  return (
    <Section title="Next" description="The cluster has what it starts with. Now choose what you need in it.">
      <div className="flex flex-wrap gap-2">
        <ButtonLink variant="primary" icon={Plug} to={`${at}/batteries`}>
          Enable a battery
        </ButtonLink>
        {hasPostgres && (
          <ButtonLink icon={Database} to={`${at}/postgres/new`}>
            Create a Postgres cluster
          </ButtonLink>
        )}
      </div>
    </Section>
  );
}

function holdsOf(rows: Loaded['overview']['inMotion']) {
  return rows
    .slice(0, 12)
    .flatMap(({ key, state, message, waitsFor }) =>
      state === 'applied' ? [] : [{ key, state, message: message ?? undefined, waitsFor: waitsFor ?? undefined }],
    );
}

function BatteryHealth({ batteries, at }: { batteries: Loaded['overview']['batteries']; at: string }) {
  return (
    <ul className="grid gap-x-6 sm:grid-cols-2">
      {batteries.map(({ battery, counts }) => (
        <li key={battery} className="grid grid-cols-[minmax(0,1fr)_2rem_1.75rem_5.75rem] items-center gap-2.5 border-t py-1.5">
          <Link to={`${at}/resources?battery=${battery}`} className="min-w-0 truncate hover:underline">
            {findBattery(battery)?.name ?? battery}
          </Link>
          <HealthBar counts={counts.health} />
          <span className="figures text-right text-xs text-muted">{formatCount(counts.total)}</span>
          <span className="flex text-xs">
            <HealthBadge health={worstHealth(counts.health)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Unhealthy({ rows, pods, at }: { rows: Loaded['overview']['unhealthy']; pods: Loaded['stuckPods']; at: string }) {
  const shown = rows.slice(0, 5);
  return (
    <Section title="Not healthy yet" flush>
      <ul className="divide-y">
        {shown.map((row) => (
          <li key={row.key} className="grid gap-0.5 px-4 py-2">
            <span className="flex flex-wrap items-center justify-between gap-x-3">
              <Link to={`${at}/resources/${row.key}`} className="min-w-0 font-medium break-words hover:underline">
                {describeKey(row.key)}
              </Link>
              <HealthBadge health={row.health} />
            </span>
            {row.message && <span className="text-muted">{row.message}</span>}
            <StuckPod pod={pods.find((pod) => pod.owner === row.owner)} />
          </li>
        ))}
        {rows.length > shown.length && (
          <li className="px-4 py-2">
            <Link to={`${at}/resources`} className="prose-link">
              {formatCount(rows.length - shown.length)} more
            </Link>
          </li>
        )}
      </ul>
    </Section>
  );
}

function Events({ events }: { events: Loaded['overview']['events'] }) {
  return (
    <Section title="What the agent noticed" flush>
      <ul className="divide-y">
        {events.map((event) => {
          const { tone, title } = eventTitle(event);
          return (
            <li key={event.id} className="grid gap-0.5 px-4 py-2">
              <span className="flex flex-wrap items-center justify-between gap-x-3">
                <StatusDot tone={tone}>{title}</StatusDot>
                <span className="flex items-center gap-2 text-xs text-faint">
                  {event.count > 1 && <Badge>{formatCount(event.count)}×</Badge>}
                  <Time at={event.at} />
                </span>
              </span>
              <span className="pl-5 break-words text-muted">
                {event.key && `${describeKey(event.key)}: `}
                {event.detail}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
