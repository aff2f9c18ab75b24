import type { LucideIcon } from 'lucide-react';
import { Plug, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { formatBytes, formatCpu } from '../../ui/quantity.ts';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { useMayChange } from '../rights.tsx';
import { StackedCell, StackedRow, StackedTable } from '../stacked-table.tsx';
import { type Tally, TallyStatus } from '../tally.tsx';

export type ListedObject = {
  id: string;
  name: string;
  createdAt: string;
  instances: number;
  cpuLimitMillis: number;
  memoryLimitBytes: number;
  storageBytes?: number | undefined;
  note?: string | undefined;
  tally: Tally | undefined;
};

type Props = {
  title: string;
  description: string;
  /** One of them, as in "New Postgres cluster". */
  noun: string;
  icon: LucideIcon;
  /** Path of this list, and of the installation. */
  to: string;
  at: string;
  battery: { type: string; name: string; isEnabled: boolean };
  objects: ListedObject[];
  nextCursor: string | null;
};

/** The list of a kind of object, or what to do to have one. */
export function ObjectList({ title, description, noun, icon, to, at, battery, objects, nextCursor }: Props) {
  const canCreate = battery.isEnabled;
  const mayChange = useMayChange();
  const create = mayChange && (
    <ButtonLink variant="primary" icon={Plus} to={`${to}/new`}>
      New {noun}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={title} description={description} actions={canCreate && objects.length > 0 && create} />
      <Section flush>
        {objects.length === 0 && !canCreate && (
          <EmptyState
            icon={Plug}
            title={`Enable ${battery.name} first`}
            action={
              mayChange && (
                <ButtonLink variant="primary" icon={Plug} to={`${at}/batteries/${battery.type}`}>
                  Enable {battery.name}
                </ButtonLink>
              )
            }
          >
            The battery installs what runs a {noun} in your cluster.{' '}
            {mayChange ? 'You see what it adds before anything happens.' : 'A member of this organization can enable it.'}
          </EmptyState>
        )}
        {objects.length === 0 && canCreate && (
          <EmptyState icon={icon} title={`No ${noun} yet`} action={create}>
            {description}
          </EmptyState>
        )}
        {objects.length > 0 && (
          <StackedTable label={title} head={['Name', 'Health', 'Size', 'Age']}>
            {objects.map((object) => (
              <StackedRow key={object.id}>
                <StackedCell>
                  <Link to={`${to}/${object.id}`} prefetch="intent" className="font-medium hover:underline">
                    {object.name}
                  </Link>
                  {object.note && <span className="ml-2 text-xs text-muted">{object.note}</span>}
                </StackedCell>
                <StackedCell>
                  <TallyStatus tally={object.tally} />
                </StackedCell>
                <StackedCell className="text-muted">{sizeWords(object)}</StackedCell>
                <StackedCell className="text-xs text-faint">
                  <Time at={object.createdAt} />
                </StackedCell>
              </StackedRow>
            ))}
          </StackedTable>
        )}
        <Pagination nextCursor={nextCursor} label="More" />
      </Section>
    </>
  );
}

/** "3 × 2 CPUs · 4 GiB · 16 GiB disk": instances, and the limits of each. */
export function sizeWords({
  instances,
  cpuLimitMillis,
  memoryLimitBytes,
  storageBytes,
}: Pick<ListedObject, 'instances' | 'cpuLimitMillis' | 'memoryLimitBytes' | 'storageBytes'>): string {
  return [
    `${instances} × ${formatCpu(cpuLimitMillis)}`,
    formatBytes(memoryLimitBytes),
    storageBytes !== undefined && `${formatBytes(storageBytes)} disk`,
  ]
    .filter(Boolean)
    .join(' · ');
}
