import { Globe } from 'lucide-react';
import { ObjectList } from '../../../parts/objects/object-list.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/list';

export { loader } from './list.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Web services · Home Base' }];

export default function TraditionalServicesPage({ loaderData: { objects, nextCursor, battery } }: Route.ComponentProps) {
  const at = `/installations/${useInstallation().id}`;
  return (
    <ObjectList
      title="Web services"
      description="Long-running containers from your own images."
      noun="web service"
      icon={Globe}
      to={`${at}/services`}
      at={at}
      battery={battery}
      objects={objects.map((object) => ({ ...object, note: object.kind === 'stateful_set' ? 'StatefulSet' : undefined }))}
      nextCursor={nextCursor}
    />
  );
}
