import { getBattery } from '@home-base/catalog/registry.ts';
import { Link } from 'react-router';
import { StatusDot } from '../../ui/badge.tsx';

/** What a battery needs, drawn as a tree: each below the one that needs it, with what is there already. */
export function NeedsTree({ type, enabled, at }: { type: string; enabled: string[]; at: string }) {
  if (getBattery(type).needs.length === 0) return null;
  return (
    <ul aria-label="What it needs" className="grid gap-1">
      <Branch type={type} enabled={enabled} at={at} root />
    </ul>
  );
}

function Branch({ type, enabled, at, root }: { type: string; enabled: string[]; at: string; root?: boolean }) {
  const { name, needs } = getBattery(type);
  return (
    <li className="grid gap-1">
      {root ? (
        <span className="font-medium">{name} needs</span>
      ) : (
        <StatusDot tone={enabled.includes(type) ? 'good' : 'idle'}>
          <Link to={`${at}/batteries/${type}`} className="hover:underline">
            {name}
          </Link>{' '}
          <span className="text-muted">{enabled.includes(type) ? 'is enabled' : 'will be enabled'}</span>
        </StatusDot>
      )}
      {needs.length > 0 && (
        <ul className="ml-1.5 grid gap-1 border-l border-line-strong pl-4">
          {needs.map((need) => (
            <Branch key={need} type={need} enabled={enabled} at={at} />
          ))}
        </ul>
      )}
    </li>
  );
}
