import { computePresets } from '@home-base/catalog/objects/compute-size.ts';
import { freshContainer } from '../../../parts/objects/container-fields.tsx';
import { ObjectForm } from '../../../parts/objects/object-form.tsx';
import { ServiceFields } from '../../../parts/objects/service-fields.tsx';
import { ServiceForm } from '../../../parts/objects/service-form.ts';
import { startPreset } from '../../../parts/objects/size-fields.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/new';

export { action, loader } from './new.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'New web service · Home Base' }];

export default function NewTraditionalServicePage({ actionData }: Route.ComponentProps) {
  const { id, name, size } = useInstallation();
  const at = `/installations/${id}`;
  const preset = startPreset(computePresets, size);
  const defaultValue = {
    kind: 'deployment',
    instances: 1,
    containers: [{ ...freshContainer, name: 'web' }],
    ports: [{ name: 'http', number: '8080', protocol: 'http' }],
    ...preset,
  };
  const [form, fields] = useZodForm(ServiceForm, { id: 'new-service', lastResult: actionData?.result, defaultValue });
  return (
    <ObjectForm
      title="New web service"
      trail={[{ label: name, to: at }, { label: 'Web services', to: `${at}/services` }, { label: 'New' }]}
      form={form}
      submit="Create web service"
      busy="Creating"
      cancel={`${at}/services`}
    >
      <ServiceFields form={form} fields={fields} isNew size={size} />
    </ObjectForm>
  );
}
