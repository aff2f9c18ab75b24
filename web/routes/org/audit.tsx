import type { AuditEvent } from '@home-base/schema/wire/orgs.ts';
import { FileClock } from 'lucide-react';
import { Form, Link } from 'react-router';
import { reasonWords } from '../../parts/snapshots/audit-words.ts';
import { StackedCell, StackedRow, StackedTable } from '../../parts/stacked-table.tsx';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/input.tsx';
import { Pagination } from '../../ui/pagination.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
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
          <StackedTable label="Audit events" head={['What', 'Who', 'Where', 'Change', 'When']}>
            {items.map((event) => (
              <EventRow key={event.id} event={event} installation={event.installationId ? names.get(event.installationId) : undefined} />
            ))}
          </StackedTable>
        )}
        <Pagination nextCursor={nextCursor} />
      </Section>
    </>
  );
}

const actorWords: Record<AuditEvent['actor']['type'], string> = { user: 'person', api_key: 'API key', agent: 'agent', system: 'Home Base' };

function EventRow({ event, installation }: { event: AuditEvent; installation: string | undefined }) {
  return (
    <StackedRow>
      <StackedCell className="sm:max-w-72">
        <span className="block font-medium first-letter:uppercase">{reasonWords(event)}</span>
        <code className="block truncate font-mono text-2xs text-faint" title={event.targetId ?? undefined}>
          {[event.action, event.targetId].filter(Boolean).join(' · ')}
        </code>
      </StackedCell>
      <StackedCell>
        {event.actor.name} <span className="text-xs text-muted sm:block">{actorWords[event.actor.type]}</span>
      </StackedCell>
      <StackedCell className={event.installationId ? undefined : 'max-sm:hidden'}>
        {event.installationId && installation ? (
          <Link to={`/installations/${event.installationId}`} className="hover:underline">
            {installation}
          </Link>
        ) : (
          <span className="text-faint">{event.installationId ? 'deleted' : '–'}</span>
        )}
      </StackedCell>
      <StackedCell className="max-sm:order-last max-sm:basis-full">
        <Change before={event.before} after={event.after} />
      </StackedCell>
      <StackedCell className="text-xs text-faint">
        <Time at={event.at} />
      </StackedCell>
    </StackedRow>
  );
}

/** Changed fields in one line each; long values are cut, whole in their title. */
function Change({ before, after }: Pick<AuditEvent, 'before' | 'after'>) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (fields.length === 0) return <span className="text-faint">–</span>;
  const list = (
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
  if (fields.length <= atOnce) return list;
  return (
    <details className="group text-xs">
      <summary className="w-fit rounded-sm text-muted hover:text-ink">
        <Disclosure />
        {fields.length} fields
      </summary>
      <div className="mt-1">{list}</div>
    </details>
  );
}

/** More fields than these are folded away. */
const atOnce = 3;

function Value({ value, className }: { value: unknown; className: string }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <code title={text} className={`max-w-64 truncate font-mono ${className}`}>
      {text}
    </code>
  );
}
