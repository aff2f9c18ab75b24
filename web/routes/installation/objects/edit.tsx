import { useMadeFrom } from '../../../parts/made-from.tsx';
import { pageAt } from '../../../parts/objects/kinds.ts';
import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/edit';

export { action, loader } from './edit.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `Edit ${loaderData?.object.name ?? 'object'} · Home Base` }];

/** Another object is another form: conform writes amounts as bare numbers where it only starts anew. */
export default function EditObjectPage(props: Route.ComponentProps) {
  return <EditObject key={props.loaderData.object.id} {...props} />;
}

function EditObject({ loaderData: { segment, object, choices }, actionData }: Route.ComponentProps) {
  const installation = useInstallation();
  const kind = pageAt(segment);
  const at = `/installations/${installation.id}`;
  const list = `${at}/${segment}`;
  const here = `${list}/${object.id}`;
  const edit = useMadeFrom({ of: object.id, newest: object.updatedAt, answer: actionData });
  const [form, fields] = useZodForm(kind.form.schema, {
    id: `edit-${object.id}`,
    lastResult: actionData?.result,
    defaultValue: { spec: kind.form.fill(object), projectId: object.projectId },
  });
  return (
    <ObjectForm
      title={`Edit ${object.name}`}
      trail={[{ label: installation.name, to: at }, { label: kind.title, to: list }, { label: object.name, to: here }, { label: 'Edit' }]}
      kind={kind}
      fieldsProps={{ form, fields, isNew: false, size: installation.size, choices, at }}
      submit="Save"
      busy="Saving"
      cancel={here}
      edit={edit}
    />
  );
}
