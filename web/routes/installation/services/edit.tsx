import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { ServiceFields } from '../../../parts/objects/service-fields.tsx';
import { ServiceForm } from '../../../parts/objects/service-form.ts';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/edit';

export { action, loader } from './edit.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `Edit ${loaderData?.name ?? 'web service'} · Home Base` }];

export default function EditTraditionalServicePage({
  loaderData: { id: objectId, name, updatedAt, filled },
  actionData,
}: Route.ComponentProps) {
  const installation = useInstallation();
  const at = `/installations/${installation.id}`;
  const here = `${at}/services/${objectId}`;
  // Someone else's change starts the form afresh; the agent's reports do not.
  const [form, fields] = useZodForm(ServiceForm, {
    id: `edit-${objectId}-${updatedAt}`,
    lastResult: actionData?.result,
    defaultValue: filled,
  });
  return (
    <ObjectForm
      title={`Edit ${name}`}
      trail={[
        { label: installation.name, to: at },
        { label: 'Web services', to: `${at}/services` },
        { label: name, to: here },
        { label: 'Edit' },
      ]}
      form={form}
      submit="Save"
      busy="Saving"
      cancel={here}
    >
      <ServiceFields form={form} fields={fields} isNew={false} size={installation.size} />
    </ObjectForm>
  );
}
