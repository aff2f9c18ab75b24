import { useSearchParams } from 'react-router';
import { pageAt } from '../../../parts/objects/kinds.ts';
import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/new';

export { action, loader } from './new.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `New ${loaderData ? pageAt(loaderData.segment).noun : 'object'} · Home Base` },
];

export default function NewObjectPage({ loaderData: { segment, choices, model }, actionData }: Route.ComponentProps) {
  const { id, name, size } = useInstallation();
  const [asked] = useSearchParams();
  const kind = pageAt(segment);
  const at = `/installations/${id}`;
  const list = `${at}/${segment}`;
  const start = kind.form.start({ size, choices, asked });
  // All of the other one but its name, and what the address asks for.
  const spec = model ? { ...start, ...kind.form.fill(model), name: undefined, restoreFrom: start.restoreFrom } : start;
  const [form, fields] = useZodForm(kind.form.schema, {
    id: `new-${segment}`,
    lastResult: actionData?.result,
    defaultValue: { spec, projectId: asked.get('project') ?? model?.projectId },
  });
  return (
    <ObjectForm
      title={`New ${kind.noun}`}
      trail={[{ label: name, to: at }, { label: kind.title, to: list }, { label: 'New' }]}
      kind={kind}
      fieldsProps={{ form, fields, isNew: true, size, choices, at }}
      submit={`Create ${kind.noun}`}
      busy="Creating"
      cancel={list}
    />
  );
}
