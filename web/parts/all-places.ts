import { objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { batteries } from '@home-base/catalog/registry.ts';
import { FolderInput, Plug, Plus } from 'lucide-react';
import type { Place } from './navigation.ts';
import { objectPlaces } from './objects/places.ts';

/** What the palette knows beside the navigation: making each kind of object, and every battery. Loaded when the palette opens. */
export function morePlaces(installationId: string, mayChange: boolean): Place[] {
  const at = `/installations/${installationId}`;
  return [
    ...(mayChange
      ? [
          { to: `${at}/projects/new`, label: 'New project', icon: Plus },
          { to: `${at}/projects/import`, label: 'Import a project', icon: FolderInput },
        ]
      : []),
    ...(mayChange ? objectCollections : []).map((collection): Place => {
      const { noun } = objectKinds[collection];
      return { to: `${at}/${objectPlaces[collection].segment}/new`, label: `New ${noun}`, icon: Plus };
    }),
    ...Object.values(batteries).map(
      ({ type, name }): Place => ({ to: `${at}/batteries/${type}`, label: name, icon: Plug, kind: 'battery' }),
    ),
  ];
}
