import { getBattery } from '@home-base/catalog/registry.ts';
import { Form } from 'react-router';
import { disableForm } from '../../../parts/batteries/disable-form.ts';
import { EffectWords } from '../../../parts/batteries/effect-words.tsx';
import { FormErrors } from '../../../parts/form-errors.tsx';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Checkbox, Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/disable';

export { action, loader } from './disable.server.ts';
export const meta: Route.MetaFunction = ({ params }) => [{ title: `Disable ${params.type} · Home Base` }];

export default function DisableBatteryPage({ loaderData: { type, preview }, actionData }: Route.ComponentProps) {
  const { id, name: installationName } = useInstallation();
  const mayChange = useMayChange();
  const { name } = getBattery(type);
  const at = `/installations/${id}/batteries`;
  const [form, fields] = useZodForm(disableForm(name), { id: 'disable-battery', lastResult: actionData?.result });
  const kept = preview.effect.kinds.filter(({ kind }) => kind === 'CustomResourceDefinition' || kind === 'Namespace');
  return (
    <>
      <Breadcrumbs
        items={[
          { label: installationName, to: `/installations/${id}` },
          { label: 'Batteries', to: at },
          { label: name, to: `${at}/${type}` },
          { label: 'Disable' },
        ]}
      />
      <PageHeader title={`Disable ${name}`} description="The agent removes from the cluster what this battery made." />
      <ViewerNotice />
      {!mayChange ? null : preview.refusals.length > 0 ? (
        <Notice tone="warn" title={`${name} cannot be disabled now`} actions={<ButtonLink to={`${at}/${type}`}>Back to {name}</ButtonLink>}>
          <ul className="list-disc pl-4">
            {preview.refusals.map((refusal) => (
              <li key={refusal}>{refusal}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <>
          <Section title="What disabling it does">
            <div className="grid gap-4">
              <EffectWords verb="Removes" effect={preview.effect} changed={preview.changed} />
              {kept.length > 0 && (
                <p>
                  {kept
                    .map(
                      ({ kind, count }) =>
                        `${count} ${kind === 'Namespace' ? (count === 1 ? 'namespace' : 'namespaces') : count === 1 ? 'definition (CRD)' : 'definitions (CRDs)'}`,
                    )
                    .join(' and ')}{' '}
                  of these stay with all data in them, unless you say otherwise below. Enabling the battery again finds them.
                </p>
              )}
            </div>
          </Section>
          <Section tone="danger" title="Disable">
            <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-xl gap-4">
              <FormErrors errors={form.errors} />
              <Field
                meta={{ id: fields.removeData!.id, name: fields.removeData!.name }}
                inline
                label="Remove definitions, namespaces and data, too"
                help="Everything stored in them is lost and cannot be brought back by a rollback."
              >
                {({ defaultValue: _none, ...props }) => <Checkbox {...props} defaultChecked={fields.removeData!.initialValue === 'on'} />}
              </Field>
              <Field
                meta={{
                  id: fields.confirm!.id,
                  name: fields.confirm!.name,
                  initialValue: fields.confirm!.initialValue,
                  errors: fields.confirm!.errors ?? [],
                }}
                label={`With data: type ${name} to confirm`}
                help="Not needed when data stays."
              >
                {(props) => <Input {...props} autoComplete="off" spellCheck={false} className="max-w-72" />}
              </Field>
              <div className="flex gap-2">
                <SubmitButton variant="danger" busy="Disabling">
                  Disable {name}
                </SubmitButton>
                <ButtonLink variant="quiet" to={`${at}/${type}`}>
                  Cancel
                </ButtonLink>
              </div>
            </Form>
          </Section>
        </>
      )}
    </>
  );
}
