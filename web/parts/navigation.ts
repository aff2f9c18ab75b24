import { Boxes, FileClock, FolderKanban, History, House, KeyRound, Layers, type LucideIcon, Plug, Settings, Users } from 'lucide-react';
import { groupNames, groupPlaces } from './groups.ts';
import { objectPlaces } from './objects/places.ts';

export type Place = {
  to: string;
  label: string;
  icon: LucideIcon;
  end?: boolean;
  /** Shown to owners and admins only. */
  forManagers?: boolean;
  /** Places inside it; the navigation shows them while one is in there. */
  inside?: Place[];
  /** What it is, where the name alone does not say: for the palette. */
  kind?: string;
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

/** Places of one installation: what the cluster is for, by group, between the overview and what the console keeps of it. */
export function installationPlaces(installationId: string): Place[] {
  const at = `/installations/${installationId}`;
  return [
    { to: at, label: 'Overview', icon: House, end: true },
    { to: `${at}/projects`, label: 'Projects', icon: FolderKanban },
    ...groupNames.map((group): Place => {
      const { label, icon, kinds } = groupPlaces[group];
      const inside = kinds.map((each): Place => {
        const place = objectPlaces[each];
        return { to: `${at}/${place.segment}`, label: place.title, icon: place.icon };
      });
      return { to: `${at}/groups/${group}`, label, icon, inside };
    }),
    { to: `${at}/batteries`, label: 'Batteries', icon: Plug },
    { to: `${at}/resources`, label: 'Resources', icon: Boxes },
    { to: `${at}/snapshots`, label: 'Snapshots', icon: History },
    { to: `${at}/settings`, label: 'Settings', icon: Settings },
  ];
}

/** Is this address at the place, or at one inside it? */
export function isWithin({ to, inside = [] }: Place, pathname: string): boolean {
  return [to, ...inside.map((place) => place.to)].some((path) => pathname === path || pathname.startsWith(`${path}/`));
}

/** Places, those inside others included, whose name has the letters; what begins with them comes first. */
export function findPlaces(places: Place[], typed: string): Place[] {
  const letters = typed.trim().toLowerCase();
  const position = (label: string) => label.toLowerCase().indexOf(letters);
  return places
    .flatMap((place) => [place, ...(place.inside ?? [])])
    .filter(({ label }) => position(label) >= 0)
    .sort((a, b) => position(a.label) - position(b.label));
}
