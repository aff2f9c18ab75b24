import { pageAt } from '../../../parts/objects/kinds.ts';
import { ObjectList } from '../../../parts/objects/object-list.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData ? pageAt(loaderData.segment).title : 'Not found'} · Home Base` },
];

export default function ObjectsPage({ loaderData: { segment, objects, nextCursor, battery } }: Route.ComponentProps) {
  const kind = pageAt(segment);
  return (
    <ObjectList
      kind={kind}
      at={`/installations/${useInstallation().id}`}
      battery={battery}
      objects={objects.map(({ object, tally, url }) => ({
        id: object.id,
        name: object.name,
        createdAt: object.createdAt,
        size: kind.size(object),
        note: kind.note?.(object),
        tally,
        url,
      }))}
      nextCursor={nextCursor}
    />
  );
}
