import { type Group, groups } from '@home-base/catalog/define.ts';
import { findBattery, needsOf } from '@home-base/catalog/registry.ts';
import { Eye, Plug, Settings2 } from 'lucide-react';
import { Link } from 'react-router';
import { useMayChange } from '../../../parts/rights.tsx';
import { TallyStatus } from '../../../parts/tally.tsx';
import { StatusDot } from '../../../ui/badge.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Batteries · Home Base' }];

type Item = Route.ComponentProps['loaderData']['batteries'][number];

export default function BatteriesPage({ loaderData: { batteries } }: Route.ComponentProps) {
  const enabled = batteries.filter((battery) => battery.enabled).map((battery) => battery.type);
  const present = (Object.keys(groups) as Group[]).filter((group) => batteries.some((battery) => battery.group === group));
  return (
    <>
      <PageHeader
        title="Batteries"
        description={`What this cluster can do. ${enabled.length} of ${batteries.length} are enabled; before you enable one you see what it adds.`}
      />
      {present.map((group) => (
        <Section key={group} title={groups[group]} flush>
          <ul className="divide-y">
            {batteries
              .filter((battery) => battery.group === group)
              .map((battery) => (
                <BatteryRow key={battery.type} battery={battery} enabled={enabled} />
              ))}
          </ul>
        </Section>
      ))}
    </>
  );
}

function BatteryRow({ battery, enabled }: { battery: Item; enabled: string[] }) {
  const { id, usage } = useInstallation();
  const to = `/installations/${id}/batteries/${battery.type}`;
  const mayChange = useMayChange();
  const offered = battery.usages.includes(usage);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 hover:bg-hover/50 sm:grid-cols-[minmax(0,1fr)_11rem_7rem] sm:items-center">
      <div className="min-w-0">
        <Link to={to} prefetch="intent" className="font-medium hover:underline">
          {battery.name}
        </Link>
        <p className="text-muted">{battery.description}</p>
        {!battery.enabled && <Missing type={battery.type} enabled={enabled} />}
      </div>
      <div className="grid gap-0.5">
        {battery.enabled ? (
          <TallyStatus tally={battery.tally} />
        ) : (
          <StatusDot tone="idle">{offered ? 'Not enabled' : `Not for ${usage.replaceAll('_', ' ')}`}</StatusDot>
        )}
        {battery.enabled && battery.tally && (
          <Link to={`/installations/${id}/resources?battery=${battery.type}`} className="text-xs text-muted hover:underline">
            {formatCount(battery.tally.total)} resources
          </Link>
        )}
      </div>
      <div className="sm:justify-self-end">
        {battery.enabled ? (
          <ButtonLink
            size="sm"
            icon={mayChange ? Settings2 : Eye}
            to={to}
            aria-label={`${mayChange ? 'Configure' : 'Look at'} ${battery.name}`}
          >
            {mayChange ? 'Configure' : 'Look'}
          </ButtonLink>
        ) : (
          offered &&
          mayChange && (
            <ButtonLink size="sm" variant="primary" icon={Plug} to={to} aria-label={`Enable ${battery.name}`}>
              Enable
            </ButtonLink>
          )
        )}
      </div>
    </li>
  );
}

/** What enabling it would enable first. */
function Missing({ type, enabled }: { type: string; enabled: string[] }) {
  const missing = needsOf(type)
    .filter((need) => !enabled.includes(need))
    .map((need) => findBattery(need)?.name ?? need);
  if (missing.length === 0) return null;
  return <p className="text-xs text-faint">Also enables {missing.join(', ')}</p>;
}
