import { objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { Plus } from 'lucide-react';
import { Link } from 'react-router';
import { BatteryRow } from '../../../parts/batteries/battery-row.tsx';
import { groupPlaces } from '../../../parts/groups.ts';
import { objectPlaces } from '../../../parts/objects/places.ts';
import { OpenLink } from '../../../parts/open-link.tsx';
import { useMayChange } from '../../../parts/rights.tsx';
import { TallyStatus } from '../../../parts/tally.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData ? groupPlaces[loaderData.group].label : 'Not found'} · Home Base` },
];

type Loaded = Route.ComponentProps['loaderData'];

export default function GroupPage({ loaderData: { group, batteries, kinds, enabledTypes } }: Route.ComponentProps) {
  const installation = useInstallation();
  const at = `/installations/${installation.id}`;
  const { label, description } = groupPlaces[group];
  const on = batteries.filter(({ enabled }) => enabled);
  const off = batteries.filter(({ enabled }) => !enabled);
  return (
    <>
      <Breadcrumbs items={[{ label: installation.name, to: at }, { label }]} />
      <PageHeader title={label} description={description} />
      <Unreachable names={on.filter(({ lacksAddress }) => lacksAddress).map(({ name }) => name)} enabled={enabledTypes} at={at} />
      {kinds.map((kind) => (
        <Kind key={kind.collection} kind={kind} isEnabled={enabledTypes.includes(objectKinds[kind.collection].battery)} at={at} />
      ))}
      <Section title="Enabled batteries" flush>
        {on.length > 0 ? (
          <ul className="divide-y">
            {on.map((battery) => (
              <BatteryRow key={battery.type} battery={battery} enabled={enabledTypes} installation={installation} />
            ))}
          </ul>
        ) : (
          <p className="px-4 py-3 text-muted">None of this group yet. What there is to choose is below.</p>
        )}
      </Section>
      {off.length > 0 && (
        <Section title="Not enabled" description="Before you enable one you see what it adds." flush>
          <ul className="divide-y">
            {off.map((battery) => (
              <BatteryRow key={battery.type} battery={battery} enabled={enabledTypes} installation={installation} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** The objects of one kind at a glance, as far as they fit; the rest is on its own page. */
function Kind({ kind: { collection, total, objects }, isEnabled, at }: { kind: Loaded['kinds'][number]; isEnabled: boolean; at: string }) {
  const { title, segment } = objectPlaces[collection];
  const { noun } = objectKinds[collection];
  const mayChange = useMayChange();
  if (!isEnabled && total === 0) return null;
  const to = `${at}/${segment}`;
  return (
    <Section
      title={
        <Link to={to} className="hover:underline">
          {title}
          <span className="figures ml-2 font-normal text-muted">{formatCount(total)}</span>
        </Link>
      }
      flush
      actions={
        mayChange &&
        isEnabled && (
          <ButtonLink size="sm" icon={Plus} to={`${to}/new`} aria-label={`New ${noun}`}>
            New
          </ButtonLink>
        )
      }
    >
      {objects.length === 0 ? (
        <p className="px-4 py-3 text-muted">No {noun} yet.</p>
      ) : (
        <ul className="divide-y">
          {objects.map(({ id, name, tally, url }) => (
            <li key={id} className="grid items-center gap-x-6 px-4 py-2 hover:bg-hover/50 sm:grid-cols-[minmax(0,1fr)_11rem_7rem]">
              <span className="min-w-0 break-words">
                <Link to={`${to}/${id}`} prefetch="intent" className="font-medium hover:underline">
                  {name}
                </Link>
                {url && <OpenLink url={url} name={name} />}
              </span>
              <TallyStatus tally={tally} />
            </li>
          ))}
          {total > objects.length && (
            <li className="px-4 py-2">
              <Link to={to} className="prose-link">
                {formatCount(total - objects.length)} more
              </Link>
            </li>
          )}
        </ul>
      )}
    </Section>
  );
}

/** Why there is no link to something that people open in a browser, and what to do about it. */
function Unreachable({ names, enabled, at }: { names: string[]; enabled: string[]; at: string }) {
  if (names.length === 0) return null;
  return (
    <Notice title={`${names.join(', ')} cannot be opened from here yet`}>
      {enabled.includes('istio_gateway') ? (
        'The link appears once the agent has reported an address of the ingress gateway.'
      ) : (
        <>
          Pages of batteries come in through the ingress gateway: enable the battery{' '}
          <Link to={`${at}/batteries/istio_gateway`} className="prose-link">
            Istio Gateway
          </Link>
          .
        </>
      )}
    </Notice>
  );
}
