import { MemoryStick } from 'lucide-react';
import { ObjectList } from '../../../parts/objects/object-list.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Redis · Home Base' }];

export default function RedisInstancesPage({ loaderData: { objects, nextCursor, battery } }: Route.ComponentProps) {
  const at = `/installations/${useInstallation().id}`;
  return (
    <ObjectList
      title="Redis"
      description="In-memory stores: alone, replicated, watched by sentinels or as a cluster."
      noun="Redis instance"
      icon={MemoryStick}
      to={`${at}/redis`}
      at={at}
      battery={battery}
      objects={objects.map((object) => ({ ...object, note: object.mode }))}
      nextCursor={nextCursor}
    />
  );
}
