import type { AuditEvent } from '@home-base/schema/wire/orgs.ts';
import { FileClock } from 'lucide-react';
import { Form, Link } from 'react-router';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/input.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';
import type { Route } from './+types/audit';

export { loader } from './audit.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Audit log · Home Base' }];

export default function Audit({ loaderData: { items, nextCursor, installations, installationId } }: Route.ComponentProps) {
  const names = new Map<string, string>(installations.map(({ id, name }) => [id, name]));
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Every change: who, what, when. Written in the same transaction as the change itself; secrets are struck out."
      />
      <Section
        flush
        actions={
          <Form className="flex gap-2">
            <Select name="installation" aria-label="Installation" defaultValue={installationId ?? ''} className="w-52">
              <option value="">All installations</option>
              {installations.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
            <Button type="submit">Filter</Button>
          </Form>
        }
        title="Events"
      >
        {items.length === 0 ? (
          <EmptyState
            icon={FileClock}
            title="Nothing was changed here"
            action={
              installationId && (
                <Link to="/audit" className="prose-link">
                  Show all installations
                </Link>
              )
            }
          >
            Changes show up the moment they are made.
          </EmptyState>
        ) : (
          <Table
            label="Audit events"
            head={
              <>
                <Th>When</Th>
                <Th>Who</Th>
                <Th>What</Th>
                <Th>Where</Th>
                <Th>Change</Th>
              </>
            }
          >
            {items.map((event) => (
              <EventRow key={event.id} event={event} installation={event.installationId ? names.get(event.installationId) : undefined} />
            ))}
          </Table>
        )}
        <Pagination nextCursor={nextCursor} />
      </Section>
    </>
  );
}

const actorWords: Record<AuditEvent['actor']['type'], string> = { user: 'person', api_key: 'API key', agent: 'agent', system: 'Home Base' };

function EventRow({ event, installation }: { event: AuditEvent; installation: string | undefined }) {
  return (
    <Tr className="align-top">
      <Td className="text-muted">
        <Time at={event.at} />
      </Td>
      <Td>
        {event.actor.name}
        <span className="block text-xs text-muted">{actorWords[event.actor.type]}</span>
      </Td>
      <Td>
        <Badge>{event.action}</Badge>
        {event.targetId && (
          <code className="mt-0.5 block max-w-56 truncate font-mono text-2xs text-faint" title={event.targetId}>
            {event.targetId}
          </code>
        )}
      </Td>
      <Td>
        {event.installationId && installation ? (
          <Link to={`/installations/${event.installationId}`} className="hover:underline">
            {installation}
          </Link>
        ) : (
          <span className="text-faint">{event.installationId ? 'deleted' : '–'}</span>
        )}
      </Td>
      <Td className="min-w-64">
        <Change before={event.before} after={event.after} />
      </Td>
    </Tr>
  );
}

/** Changed fields in one line each; long values are cut, whole in their title. */
function Change({ before, after }: Pick<AuditEvent, 'before' | 'after'>) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (fields.length === 0) return <span className="text-faint">–</span>;
  return (
    <ul className="grid gap-0.5 text-xs">
      {fields.map((field) => (
        <li key={field} className="flex min-w-0 gap-1.5">
          <span className="text-muted">{field}</span>
          {before?.[field] !== undefined && <Value value={before[field]} className="text-bad line-through decoration-1" />}
          {after?.[field] !== undefined && <Value value={after[field]} className="text-good" />}
        </li>
      ))}
    </ul>
  );
}

function Value({ value, className }: { value: unknown; className: string }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <code title={text} className={`max-w-72 truncate font-mono ${className}`}>
      {text}
    </code>
  );
}
