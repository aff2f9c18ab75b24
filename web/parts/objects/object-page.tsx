import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { Breadcrumbs } from '../../ui/breadcrumbs.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { HealthSummary } from '../health.tsx';
import { type ResourceRow, ResourceRows } from '../resources/resource-rows.tsx';
import { useMayChange, ViewerNotice } from '../rights.tsx';
import { type Tally, TallyStatus } from '../tally.tsx';
import { type Connection, ConnectionSection } from './connection.tsx';
import { type PodRow, PodSection } from './pod-rows.tsx';

type Props = {
  name: string;
  id: string;
  list: { label: string; to: string };
  installation: { id: string; name: string };
  state: {
    counts: Tally;
    resources: ResourceRow[];
    hasMore: boolean;
    connections: Connection[];
    live: { pods: PodRow[]; hasMore: boolean };
  };
  config: [string, ReactNode | undefined][];
  /** The section that deletes it. */
  children: ReactNode;
};

/** What every object's page shows: which pods run for it, what it is made of, how to reach it, how it is set up. */
export function ObjectPage({ name, id, list, installation, state, config, children }: Props) {
  const at = `/installations/${installation.id}`;
  const mayChange = useMayChange();
  const { counts, resources, hasMore, connections, live } = state;
  return (
    <>
      <Breadcrumbs items={[{ label: installation.name, to: at }, { label: list.label, to: list.to }, { label: name }]} />
      <PageHeader
        title={name}
        status={<TallyStatus tally={counts} />}
        actions={
          mayChange && (
            <ButtonLink icon={Pencil} to={`${list.to}/${id}/edit`}>
              Edit
            </ButtonLink>
          )
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
      <ConnectionSection connections={connections} />
      <Section title="Configuration">
        <KeyValues items={config} />
      </Section>
      {mayChange ? children : <ViewerNotice />}
    </>
  );
}
