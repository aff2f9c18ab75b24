import { unfitFor } from '@home-base/catalog/defaults.ts';
import { findBattery, needsOf } from '@home-base/catalog/registry.ts';
import type { Provider, Usage } from '@home-base/schema/wire/installations.ts';
import { Eye, Plug, Settings2 } from 'lucide-react';
import { Link } from 'react-router';
import { StatusDot } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { formatCount } from '../../ui/quantity.ts';
import { providerWords } from '../choices.ts';
import { OpenLink } from '../open-link.tsx';
import { useMayChange } from '../rights.tsx';
import { type Tally, TallyStatus } from '../tally.tsx';

type Props = {
  battery: {
    type: string;
    name: string;
    description: string;
    usages: readonly string[];
    enabled: boolean;
    tally: Tally | undefined;
    /** Where people open it, once that is known. */
    url?: string | undefined;
  };
  /** Types of the enabled batteries. */
  enabled: string[];
  installation: { id: string; usage: Usage; provider: Provider };
};

/** A battery in a list: how it stands, where it is opened, and what to do with it. */
export function BatteryRow({ battery, enabled, installation: { id, usage, provider } }: Props) {
  const to = `/installations/${id}/batteries/${battery.type}`;
  const mayChange = useMayChange();
  const unfit = unfitOf(battery, usage, provider);
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 hover:bg-hover/50 sm:grid-cols-[minmax(0,1fr)_11rem_7rem] sm:items-center">
      <div className="min-w-0">
        <Link to={to} prefetch="intent" className="font-medium hover:underline">
          {battery.name}
        </Link>
        {battery.url && <OpenLink url={battery.url} name={battery.name} />}
        <p className="text-muted">{battery.description}</p>
        {!battery.enabled && <Missing type={battery.type} enabled={enabled} />}
      </div>
      <div className="grid gap-0.5">
        {battery.enabled ? <TallyStatus tally={battery.tally} /> : <StatusDot tone="idle">{unfit ?? 'Not enabled'}</StatusDot>}
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
          !unfit &&
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

/** Why it is not offered here: it is for another usage, or for another kind of cluster. */
function unfitOf({ type, usages }: Props['battery'], usage: Usage, provider: Provider): string | undefined {
  if (!usages.includes(usage)) return `Not for ${usage.replaceAll('_', ' ')}`;
  const unfit: readonly string[] = unfitFor[provider];
  return unfit.includes(type) ? `Not for ${providerWords[provider]}` : undefined;
}

/** What enabling it would enable first. */
function Missing({ type, enabled }: { type: string; enabled: string[] }) {
  const missing = needsOf(type)
    .filter((need) => !enabled.includes(need))
    .map((need) => findBattery(need)?.name ?? need);
  if (missing.length === 0) return null;
  return <p className="text-xs text-faint">Also enables {missing.join(', ')}</p>;
}
