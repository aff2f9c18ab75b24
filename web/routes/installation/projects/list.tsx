import { findCollection } from '@home-base/catalog/objects/object-kinds.ts';
import { FolderInput, FolderKanban, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { objectPlaces } from '../../../parts/objects/places.ts';
import { useMayChange } from '../../../parts/rights.tsx';
import { StackedCell, StackedRow, StackedTable } from '../../../parts/stacked-table.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Projects · Home Base' }];

const description =
  'What belongs together: a service with its database, a notebook with its model. A project changes nothing in the cluster.';

export default function ProjectsPage({ loaderData: { items, nextCursor } }: Route.ComponentProps) {
  const to = `/installations/${useInstallation().id}/projects`;
  const mayChange = useMayChange();
  const actions = mayChange && (
    <>
      <ButtonLink icon={FolderInput} to={`${to}/import`}>
        Import
      </ButtonLink>
      <ButtonLink variant="primary" icon={Plus} to={`${to}/new`}>
        New project
      </ButtonLink>
    </>
  );
  return (
    <>
      <PageHeader title="Projects" description={description} actions={items.length > 0 && actions} />
      <Section flush>
        {items.length === 0 ? (
          <EmptyState icon={FolderKanban} title="No project yet" action={actions}>
            {mayChange
              ? 'Start one with all it needs, bring one from another installation, or start bare and add what is there.'
              : 'A member of this organization can make one.'}
          </EmptyState>
        ) : (
          <StackedTable label="Projects" head={['Name', 'Objects', 'Age']}>
            {items.map((project) => (
              <StackedRow key={project.id}>
                <StackedCell className="sm:max-w-md">
                  <Link to={`${to}/${project.id}`} prefetch="intent" className="font-medium hover:underline">
                    {project.name}
                  </Link>
                  {project.description && <p className="line-clamp-2 text-xs text-muted">{project.description}</p>}
                </StackedCell>
                <StackedCell className="text-muted">{countWords(project.objectCounts)}</StackedCell>
                <StackedCell className="text-xs text-faint">
                  <Time at={project.createdAt} />
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

/** "Postgres 1, Redis 2" in the order of the navigation. */
function countWords(counts: Record<string, number>): string {
  const words = Object.entries(counts).flatMap(([path, count]) => {
    const collection = findCollection(path);
    return collection && count > 0 ? [`${objectPlaces[collection].title} ${count}`] : [];
  });
  return words.join(', ') || 'Empty';
}
