import { Layers, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { AgentSeen, AgentState } from '../../parts/agent-state.tsx';
import { providerWords, usageWords } from '../../parts/choices.ts';
import { StackedCell, StackedRow, StackedTable } from '../../parts/stacked-table.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { useConsole } from '../console.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Installations · Home Base' }];

export default function Installations({ loaderData: { items, nextCursor, now } }: Route.ComponentProps) {
  const { mayChange } = useConsole();
  const create = mayChange && (
    <ButtonLink variant="primary" icon={Plus} to="/installations/new">
      New installation
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Installations"
        description="Your clusters. Each follows what is chosen for it here."
        actions={items.length > 0 && create}
      />
      <Section flush>
        {items.length === 0 ? (
          <EmptyState icon={Layers} title="No installation yet" action={create}>
            An installation is one of your clusters. Say what it is for, paste one line, and it is connected.
          </EmptyState>
        ) : (
          <StackedTable label="Installations" head={['Name', 'State', 'For', 'Snapshot', 'Kubernetes', 'Agent seen']}>
            {items.map((installation) => (
              <StackedRow key={installation.id}>
                <StackedCell>
                  <Link to={`/installations/${installation.id}`} prefetch="intent" className="font-medium hover:underline">
                    {installation.name}
                  </Link>
                </StackedCell>
                <StackedCell>
                  <AgentState installation={installation} now={now} />
                </StackedCell>
                <StackedCell className="whitespace-nowrap text-muted">
                  {usageWords[installation.usage]} on {providerWords[installation.provider]}
                </StackedCell>
                <StackedCell className={cx('figures text-muted', installation.publishedVersion === 0 && 'max-sm:hidden')}>
                  {installation.publishedVersion > 0 ? `v${installation.publishedVersion}` : '–'}
                </StackedCell>
                <StackedCell className={cx('figures text-muted', !installation.agent && 'max-sm:hidden')}>
                  {installation.agent?.kubernetesVersion ?? '–'}
                </StackedCell>
                <StackedCell className={cx('text-muted', !installation.agent?.lastSeenAt && 'max-sm:hidden')}>
                  <AgentSeen agent={installation.agent} />
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
