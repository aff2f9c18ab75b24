import { Layers, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { AgentSeen, AgentState } from '../../parts/agent-state.tsx';
import { providerWords, usageWords } from '../../parts/choices.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
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
          <Table
            label="Installations"
            head={
              <>
                <Th>Name</Th>
                <Th>State</Th>
                <Th>For</Th>
                <Th>Snapshot</Th>
                <Th>Kubernetes</Th>
                <Th>Agent seen</Th>
              </>
            }
          >
            {items.map((installation) => (
              <Tr key={installation.id}>
                <Td>
                  <Link to={`/installations/${installation.id}`} prefetch="intent" className="font-medium hover:underline">
                    {installation.name}
                  </Link>
                </Td>
                <Td>
                  <AgentState installation={installation} now={now} />
                </Td>
                <Td className="whitespace-nowrap text-muted">
                  {usageWords[installation.usage]} on {providerWords[installation.provider]}
                </Td>
                <Td className="figures text-muted">{installation.publishedVersion > 0 ? `v${installation.publishedVersion}` : '–'}</Td>
                <Td className="figures text-muted">{installation.agent?.kubernetesVersion ?? '–'}</Td>
                <Td className="text-muted">
                  <AgentSeen agent={installation.agent} />
                </Td>
              </Tr>
            ))}
          </Table>
        )}
        <Pagination nextCursor={nextCursor} label="More" />
      </Section>
    </>
  );
}
