import {
  Boxes,
  Database,
  FileClock,
  Globe,
  History,
  House,
  KeyRound,
  Layers,
  type LucideIcon,
  MemoryStick,
  Plug,
  Settings,
  Users,
} from 'lucide-react';

export type Place = {
  to: string;
  label: string;
  icon: LucideIcon;
  end?: boolean /** Shown to owners and admins only. */;
  forManagers?: boolean;
};

const ofOrg: Place[] = [
  { to: '/installations', label: 'Installations', icon: Layers, end: true },
  { to: '/api-keys', label: 'API keys', icon: KeyRound, forManagers: true },
  { to: '/members', label: 'Members', icon: Users },
  { to: '/audit', label: 'Audit log', icon: FileClock },
];

/** Places of an organization that this person may open. */
export function orgPlaces(mayManage: boolean): Place[] {
  return ofOrg.filter(({ forManagers }) => mayManage || !forManagers);
}

/** Places of one installation. */
export function installationPlaces(installationId: string): Place[] {
  const at = `/installations/${installationId}`;
  return [
    { to: at, label: 'Overview', icon: House, end: true },
    { to: `${at}/batteries`, label: 'Batteries', icon: Plug },
    { to: `${at}/postgres`, label: 'Postgres', icon: Database },
    { to: `${at}/redis`, label: 'Redis', icon: MemoryStick },
    { to: `${at}/services`, label: 'Web services', icon: Globe },
    { to: `${at}/resources`, label: 'Resources', icon: Boxes },
    { to: `${at}/snapshots`, label: 'Snapshots', icon: History },
    { to: `${at}/settings`, label: 'Settings', icon: Settings },
  ];
}
