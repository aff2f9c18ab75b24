import { GitCompareArrows, History } from 'lucide-react';
import { Form, Link } from 'react-router';
import { ChangeCounts } from '../../../parts/snapshots/change-counts.tsx';
import { snapshotState } from '../../../parts/snapshots/snapshot-state.ts';
import { StackedCell, StackedRow, StackedTable } from '../../../parts/stacked-table.tsx';
import { StatusDot } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Select } from '../../../ui/input.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Snapshots · Home Base' }];

type Item = Route.ComponentProps['loaderData']['snapshots'][number];

export default function SnapshotsPage({ loaderData: { snapshots, nextCursor, agent } }: Route.ComponentProps) {
  const { id, publishedVersion } = useInstallation();
  const at = `/installations/${id}`;
  return (
    <>
      <PageHeader
        title="Snapshots"
        description="Each change is published as one signed snapshot of everything the cluster should be. You can go back to any of them."
        actions={snapshots.length > 1 && <Compare snapshots={snapshots} />}
      />
      <Section flush>
        {snapshots.length === 0 ? (
          <EmptyState icon={History} title="No snapshot yet" action={<ButtonLink to={`${at}/batteries`}>Look at the batteries</ButtonLink>}>
            The first one is published within a second of the first change.
          </EmptyState>
        ) : (
          <StackedTable label="Snapshots" head={['Version', 'State', 'Changes', 'Why', 'Published']}>
            {snapshots.map((snapshot) => {
              const { tone, words } = snapshotState(snapshot.version, publishedVersion, agent);
              return (
                <StackedRow key={snapshot.id}>
                  <StackedCell>
                    <Link to={`${at}/snapshots/${snapshot.version}`} prefetch="intent" className="figures font-medium hover:underline">
                      Snapshot {snapshot.version}
                    </Link>
                  </StackedCell>
                  <StackedCell>
                    <span className="grid gap-0.5">
                      <StatusDot tone={tone}>{words}</StatusDot>
                      {snapshot.failures.length > 0 && <StatusDot tone="bad">{snapshot.failures.length} could not be rendered</StatusDot>}
                    </span>
                  </StackedCell>
                  <StackedCell>
                    <ChangeCounts changes={snapshot.changes} />
                  </StackedCell>
                  <StackedCell className="break-words text-muted sm:max-w-72">
                    <Why snapshot={snapshot} />
                  </StackedCell>
                  <StackedCell className="text-xs text-faint">
                    <Time at={snapshot.createdAt} />
                  </StackedCell>
                </StackedRow>
              );
            })}
          </StackedTable>
        )}
        <Pagination nextCursor={nextCursor} />
      </Section>
    </>
  );
}

function Why({ snapshot: { reasons, rollbackOf } }: { snapshot: Item }) {
  if (reasons.length === 0) return rollbackOf === null ? 'Facts of the cluster changed' : `Rolled back to snapshot ${rollbackOf}`;
  return reasons.map(({ who, what }) => (
    <span key={`${who}${what}`} className="block">
      {who} {what}
    </span>
  ));
}

function Compare({ snapshots }: { snapshots: Item[] }) {
  const options = snapshots.map(({ version }) => (
    <option key={version} value={version}>
      {version}
    </option>
  ));
  return (
    <Form method="get" action="diff" relative="path" className="flex items-center gap-1.5">
      <Select name="from" aria-label="Compare from snapshot" defaultValue={snapshots[1]?.version} className="w-20">
        {options}
      </Select>
      <span aria-hidden>→</span>
      <Select name="to" aria-label="to snapshot" defaultValue={snapshots[0]?.version} className="w-20">
        {options}
      </Select>
      <Button type="submit" icon={GitCompareArrows}>
        Compare
      </Button>
    </Form>
  );
}
