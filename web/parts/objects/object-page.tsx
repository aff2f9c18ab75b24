import { DatabaseBackup, ExternalLink, Pencil } from 'lucide-react';
import { Link } from 'react-router';
import { Breadcrumbs } from '../../ui/breadcrumbs.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { ConfirmByName } from '../confirm-by-name.tsx';
import { HealthSummary } from '../health.tsx';
import { type ResourceRow, ResourceRows } from '../resources/resource-rows.tsx';
import { useMayChange, ViewerNotice } from '../rights.tsx';
import { type Tally, TallyStatus } from '../tally.tsx';
import type { LastResult } from '../zod-form.ts';
import { type Connection, ConnectionSection, outsideLabel } from './connection.tsx';
import type { KindPage } from './kinds.ts';
import { type PodRow, PodSection } from './pod-rows.tsx';

type Props = {
  kind: KindPage;
  object: { id: string; name: string; createdAt: string };
  size: string;
  facts: [string, string | number | undefined][];
  installation: { id: string; name: string };
  state: {
    counts: Tally;
    resources: ResourceRow[];
    hasMore: boolean;
    connections: Connection[];
    live: { pods: PodRow[]; hasMore: boolean };
  };
  project: { id: string; name: string } | undefined;
  /** Where people open it, once that is known. */
  urls: string[];
  /** Names of finished backups of it. */
  backups: string[];
  /** What deleting it answered. */
  lastResult: LastResult;
};

/** What every object's page shows: which pods run for it, what it is made of, how to reach it, how it is set up. */
export function ObjectPage({ kind, object, size, facts, installation, state, project, urls, backups, lastResult }: Props) {
  const at = `/installations/${installation.id}`;
  const list = `${at}/${kind.segment}`;
  const { id, name } = object;
  const mayChange = useMayChange();
  const { counts, resources, hasMore, connections, live } = state;
  return (
    <>
      <Breadcrumbs items={[{ label: installation.name, to: at }, { label: kind.title, to: list }, { label: name }]} />
      <PageHeader
        title={name}
        status={<TallyStatus tally={counts} />}
        actions={
          <>
            {urls[0] && (
              <ButtonLink icon={ExternalLink} to={urls[0]} target="_blank" rel="noreferrer">
                Open
              </ButtonLink>
            )}
            {mayChange && (
              <ButtonLink icon={Pencil} to={`${list}/${id}/edit`}>
                Edit
              </ButtonLink>
            )}
          </>
        }
      />
      <PodSection
        {...live}
        name={name}
        empty={
          counts.total === 0
            ? 'Pods appear here once the agent has applied this.'
            : 'No pod runs for this now. They appear here a second or two after the agent has applied it; if they do not, the resources below say why.'
        }
      />
      <Section
        title="In the cluster"
        description="What this is made of, as the agent reported it last."
        flush
        actions={
          hasMore && (
            <ButtonLink size="sm" to={`${at}/resources?owner=${id}`}>
              All {counts.total}
            </ButtonLink>
          )
        }
      >
        {counts.total === 0 ? (
          <p className="px-4 py-3 text-muted">
            Nothing is published for it yet. It takes about a second after a change; if it stays so, look at the newest snapshot for a
            failure.
          </p>
        ) : (
          <>
            <div className="border-b p-4">
              <HealthSummary counts={counts.health} />
            </div>
            <ResourceRows rows={resources} at={at} label={`Resources of ${name}`} />
          </>
        )}
      </Section>
      <ConnectionSection connections={withUrls(connections, urls)} />
      <Section title="Configuration">
        <KeyValues
          items={[
            [kind.sizeHead, size],
            ...facts,
            [
              'Project',
              project && (
                <Link key="project" to={`${at}/projects/${project.id}`} className="prose-link">
                  {project.name}
                </Link>
              ),
            ],
            ['Made', <Time key="at" at={object.createdAt} />],
          ]}
        />
      </Section>
      {backups.length > 0 && <Backups names={backups} restore={(backup) => `${list}/new?${new URLSearchParams({ backup, like: id })}`} />}
      {mayChange ? (
        <ConfirmByName
          title={`Delete this ${kind.noun}`}
          name={name}
          action={`Delete ${kind.noun}${kind.holdsData ? ' and data' : ''}`}
          lastResult={lastResult}
        >
          {kind.deleting}
        </ConfirmByName>
      ) : (
        <ViewerNotice />
      )}
    </>
  );
}

/** What a person opens in a browser, whole: the bare host names of its routes are in there. */
function withUrls(connections: Connection[], urls: string[]): Connection[] {
  if (urls.length === 0) return connections;
  return [
    ...connections.filter((each) => each.type !== 'hosts' || each.label !== outsideLabel),
    { type: 'hosts', label: 'In a browser', hosts: urls },
  ];
}

function Backups({ names, restore }: { names: string[]; restore: (name: string) => string }) {
  const mayChange = useMayChange();
  return (
    <Section
      title="Backups"
      description="Finished ones that the cluster reported. Restoring makes a new cluster and leaves this one."
      flush
    >
      <ul className="divide-y">
        {names.map((name) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
            <code className="font-mono text-xs break-all">{name}</code>
            {mayChange && (
              <ButtonLink size="sm" icon={DatabaseBackup} to={restore(name)} aria-label={`Restore ${name}`}>
                Restore
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
