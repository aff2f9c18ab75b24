import { Database } from 'lucide-react';
import { ObjectList } from '../../../parts/objects/object-list.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Postgres · Home Base' }];

export default function PostgresClustersPage({ loaderData: { objects, nextCursor, battery } }: Route.ComponentProps) {
  const at = `/installations/${useInstallation().id}`;
  return (
    <ObjectList
      title="Postgres"
      description="PostgreSQL clusters with failover; each user gets a Secret with a way in."
      noun="Postgres cluster"
      icon={Database}
      to={`${at}/postgres`}
      at={at}
      battery={battery}
      objects={objects.map((object) => ({ ...object, note: object.type === 'internal' ? 'internal' : undefined }))}
      nextCursor={nextCursor}
    />
  );
}
