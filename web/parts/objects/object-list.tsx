import { aNoun } from '@home-base/catalog/objects/object-kinds.ts';
import { Plug, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import { OpenLink } from '../open-link.tsx';
import { useMayChange } from '../rights.tsx';
import { StackedCell, StackedRow, StackedTable } from '../stacked-table.tsx';
import { type Tally, TallyStatus } from '../tally.tsx';
import type { KindPage } from './kinds.ts';

type ListedObject = {
  id: string;
  name: string;
  createdAt: string;
  size: string;
  note: string | undefined;
  tally: Tally | undefined;
  /** Where a person opens it, once that is known. */
  url: string | undefined;
};

type Props = {
  kind: KindPage;
  /** Path of the installation. */
  at: string;
  battery: { type: string; name: string; isEnabled: boolean };
  objects: ListedObject[];
  nextCursor: string | null;
};

/** The list of a kind of object, or what to do to have one. */
export function ObjectList({ kind, at, battery, objects, nextCursor }: Props) {
  const { title, description, noun, sizeHead } = kind;
  const to = `${at}/${kind.segment}`;
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
            The battery installs what runs {aNoun(kind.collection)} in your cluster.{' '}
            {mayChange ? 'You see what it adds before anything happens.' : 'A member of this organization can enable it.'}
          </EmptyState>
        )}
        {objects.length === 0 && canCreate && (
          <EmptyState icon={kind.icon} title={`No ${noun} yet`} action={create}>
            {description}
          </EmptyState>
        )}
        {objects.length > 0 && (
          <StackedTable label={title} head={['Name', 'Health', sizeHead, 'Age']}>
            {objects.map((object) => (
              <StackedRow key={object.id}>
                <StackedCell>
                  <Link to={`${to}/${object.id}`} prefetch="intent" className="font-medium hover:underline">
                    {object.name}
                  </Link>
                  {object.note && <span className="ml-2 text-xs text-muted">{object.note}</span>}
                  {object.url && <OpenLink url={object.url} name={object.name} />}
                </StackedCell>
                <StackedCell>
                  <TallyStatus tally={object.tally} />
                </StackedCell>
                <StackedCell className="text-muted">{object.size}</StackedCell>
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
