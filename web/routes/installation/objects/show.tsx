import { pageAt } from '../../../parts/objects/kinds.ts';
import { ObjectPage } from '../../../parts/objects/object-page.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { action, loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.object.name ?? 'Not found'} · Home Base` }];

export default function ShowObjectPage({ loaderData: { segment, object, ...rest }, actionData }: Route.ComponentProps) {
  const kind = pageAt(segment);
  return (
    <ObjectPage
      {...rest}
      kind={kind}
      object={object}
      size={kind.size(object)}
      facts={kind.facts(object)}
      installation={useInstallation()}
      lastResult={actionData?.result}
    />
  );
}
