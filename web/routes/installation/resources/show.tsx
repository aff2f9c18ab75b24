import { stageNames } from '@home-base/schema/kube/stage.ts';
import { Link } from 'react-router';
import { ResourceStatus } from '../../../parts/health.tsx';
import { StuckPod } from '../../../parts/objects/pod-rows.tsx';
import { eventTitle } from '../../../parts/overview-words.ts';
import { describeKey, keyParts } from '../../../parts/resource-name.tsx';
import { healthSentence } from '../../../parts/resources/health-sentence.ts';
import { driftSentence } from '../../../parts/resources/resource-rows.tsx';
import { WaitTree } from '../../../parts/resources/wait-tree.tsx';
import { ChangeSign } from '../../../parts/snapshots/change-counts.tsx';
import { YamlView } from '../../../parts/yaml-view.tsx';
import { StatusDot } from '../../../ui/badge.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { KeyValues } from '../../../ui/key-values.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ params }) => [{ title: `${keyParts(params['*']).name} · Resources · Home Base` }];

type Loaded = Route.ComponentProps['loaderData'];

export default function ResourcePage({ loaderData }: Route.ComponentProps) {
  const { id, name: installationName } = useInstallation();
  const at = `/installations/${id}`;
  const { key, status, desired, isCurrent, belongsTo, stuckPod, waits, events, history } = loaderData;
  const { kind, namespace, name } = keyParts(key);
  const { tone, words } = healthSentence(status, desired !== undefined, isCurrent);
  const stage = stageNames[desired?.stage as keyof typeof stageNames];
  return (
    <>
      <Breadcrumbs items={[{ label: installationName, to: at }, { label: 'Resources', to: `${at}/resources` }, { label: name }]} />
      <PageHeader
        title={<span className="font-mono text-lg break-all">{name}</span>}
        description={namespace ? `${kind} in ${namespace}` : kind}
        status={status && <ResourceStatus state={status.state} health={status.health} />}
      />
      <Notice tone={tone} title={words}>
        {status?.message}
        <StuckPod pod={stuckPod} />
      </Notice>
      {(waits.waitsFor.length > 0 || waits.waiting.length > 0) && (
        <Section title="Who waits for whom">
          <WaitTree self={key} state={status ?? undefined} waitsFor={waits.waitsFor} waiting={waits.waiting} at={at} />
        </Section>
      )}
      <DriftSection status={status} />
      <Section title="About">
        <KeyValues
          items={[
            [
              'Belongs to',
              belongsTo && (
                <Link to={`${at}/${belongsTo.path}`} className="prose-link">
                  {belongsTo.words}
                </Link>
              ),
            ],
            [
              'Key',
              <code key="key" className="font-mono text-xs break-all select-all">
                {key}
              </code>,
            ],
            ['Stage', stage],
            ['Reported', status && <Time at={status.updatedAt} />],
            ['Bytes', desired && <code className="font-mono text-xs break-all">{desired.sha256}</code>],
          ]}
        />
      </Section>
      <Section
        title="As it should be"
        description={desired ? 'From the newest snapshot. Values of Secrets are not here: they are made in your cluster.' : undefined}
      >
        {desired ? (
          <YamlView yaml={desired.yaml} label={`YAML of ${describeKey(key)}`} />
        ) : (
          <p className="text-muted">The newest snapshot does not list it any more.</p>
        )}
      </Section>
      {history.length > 0 && (
        <Section title="History" flush>
          <ul className="divide-y">
            {history.map(({ version, createdAt, change }) => (
              <li key={version} className="flex items-center gap-2 px-4 py-1.5">
                <ChangeSign change={change} />
                <Link
                  to={
                    version > 1
                      ? `${at}/snapshots/diff?${new URLSearchParams({ from: String(version - 1), to: String(version), key })}#fields`
                      : `${at}/snapshots/1`
                  }
                  className="hover:underline"
                >
                  {change} by snapshot {version}
                </Link>
                <span className="ml-auto text-xs text-faint">
                  <Time at={createdAt} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {events.length > 0 && (
        <Section title="Events" flush>
          <ul className="divide-y">
            {events.map((event) => {
              const { tone: eventTone, title } = eventTitle(event);
              return (
                <li key={event.id} className="grid gap-0.5 px-4 py-2">
                  <span className="flex flex-wrap justify-between gap-x-4">
                    <StatusDot tone={eventTone}>
                      {title}
                      {event.count > 1 && ` (${event.count} times)`}
                    </StatusDot>
                    <span className="text-xs text-faint">
                      <Time at={event.at} />
                    </span>
                  </span>
                  <span className="break-words text-muted">{event.detail}</span>
                </li>
              );
            })}
          </ul>
        </Section>
      )}
    </>
  );
}

/** Drift and conflicts: which fields, by whom, when, and what the agent did. */
function DriftSection({ status }: { status: Loaded['status'] }) {
  if (!status?.drift && !status?.conflicts?.length) return null;
  const { drift, conflicts } = status;
  return (
    <Section title="Changed by others">
      <div className="grid gap-4">
        {drift && (
          <div className="grid gap-1.5">
            <p>
              {driftSentence(drift)} <Time at={drift.at} />
            </p>
            <FieldNames fields={drift.fields} label="Fields that drifted" />
          </div>
        )}
        {conflicts && conflicts.length > 0 && (
          <div className="grid gap-1.5">
            <p>Others held these fields too; the agent took them over by force.</p>
            <FieldNames fields={conflicts} label="Conflicts" />
          </div>
        )}
      </div>
    </Section>
  );
}

function FieldNames({ fields, label }: { fields: string[]; label: string }) {
  return (
    <ul aria-label={label} className="grid gap-0.5">
      {fields.map((field) => (
        <li key={field} className="font-mono text-xs break-all">
          {field}
        </li>
      ))}
    </ul>
  );
}
