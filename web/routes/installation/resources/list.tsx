import { Boxes, SearchX } from 'lucide-react';
import { HealthSummary } from '../../../parts/health.tsx';
import { ResourceFilter } from '../../../parts/resources/resource-filter.tsx';
import { ResourceRows } from '../../../parts/resources/resource-rows.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Resources · Home Base' }];

export default function ResourcesPage({ loaderData: { filter, rows, nextCursor, counts, facets } }: Route.ComponentProps) {
  const { id } = useInstallation();
  const at = `/installations/${id}`;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title="Resources"
        description="Every Kubernetes object that Home Base keeps in this cluster, as the agent reported it last."
      />
      <ResourceFilter filter={filter} facets={facets} />
      <Section
        title={`${formatCount(counts.total)} ${counts.total === 1 ? 'resource' : 'resources'}`}
        flush
        actions={
          isFiltered && (
            <ButtonLink size="sm" variant="quiet" to={`${at}/resources`}>
              Clear the filter
            </ButtonLink>
          )
        }
      >
        {rows.length > 0 && (
          <>
            <div className="border-b p-4">
              <HealthSummary counts={counts.health} />
            </div>
            <ResourceRows rows={rows} at={at} label="Resources" />
          </>
        )}
        {rows.length === 0 && isFiltered && (
          <EmptyState icon={SearchX} title="Nothing matches" action={<ButtonLink to={`${at}/resources`}>Clear the filter</ButtonLink>}>
            No resource fits all parts of this filter.
          </EmptyState>
        )}
        {rows.length === 0 && !isFiltered && (
          <EmptyState icon={Boxes} title="No resources yet" action={<ButtonLink to={`${at}/batteries`}>Look at the batteries</ButtonLink>}>
            They appear as soon as the first snapshot is published.
          </EmptyState>
        )}
        <Pagination nextCursor={nextCursor} label="Next page" />
      </Section>
    </>
  );
}
