import { defaultBatteries, defaultSize } from '@home-base/catalog/defaults.ts';
import { getBattery } from '@home-base/catalog/registry.ts';
import { CreateInstallation, providers, sizes, usages } from '@home-base/schema/wire/installations.ts';
import { useState } from 'react';
import { Form } from 'react-router';
import { providerChoices, sizeWords, usageChoices } from '../../parts/choices.ts';
import { FormErrors } from '../../parts/form-errors.tsx';
import { OrgField } from '../../parts/org-form.tsx';
import { useZodForm } from '../../parts/zod-form.ts';
import { Breadcrumbs } from '../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { PageHeader, Section } from '../../ui/section.tsx';
import type { Route } from './+types/new';

export { action, loader } from './new.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'New installation · Home Base' }];

const first = { usage: 'development', provider: 'kind' } as const;

export default function NewInstallation({ loaderData: { orgId }, actionData }: Route.ComponentProps) {
  const [form, fields] = useZodForm(CreateInstallation, {
    id: 'new-installation',
    lastResult: actionData?.result,
    defaultValue: first,
  });
  // Only what the page says depends on these: the form sends its radio buttons, and the server recommends again.
  const [usage, setUsage] = useState<(typeof usages)[number]>(first.usage);
  const [provider, setProvider] = useState<(typeof providers)[number]>(first.provider);
  const { size, because } = defaultSize(provider, usage);
  return (
    <>
      <Breadcrumbs items={[{ label: 'Installations', to: '/installations' }, { label: 'New' }]} />
      <PageHeader
        title="New installation"
        description="Three choices. They decide what it starts with; you can change batteries and sizes any time."
      />
      <Form
        method="post"
        id={form.id}
        onSubmit={form.onSubmit}
        noValidate={form.noValidate}
        className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]"
      >
        <OrgField orgId={orgId} />
        <Section>
          <div className="grid gap-6">
            <FormErrors errors={form.errors} />
            <Field meta={fields.name!} label="Name" help="Lower-case letters, digits and -." className="max-w-sm">
              {(props) => <Input {...props} placeholder="staging" autoComplete="off" autoCapitalize="none" spellCheck={false} />}
            </Field>
            <RadioCards
              meta={fields.usage!}
              label="What is it for?"
              columns={2}
              cards={usageChoices}
              onPick={(value) => setUsage(usages.find((each) => each === value) ?? usage)}
            />
            <RadioCards
              meta={fields.provider!}
              label="Where does it run?"
              cards={providerChoices}
              onPick={(value) => setProvider(providers.find((each) => each === value) ?? provider)}
            />
            <RadioCards
              meta={fields.size!}
              label="How big do things start?"
              cards={[
                { value: '', label: `Recommended: ${size}`, help: because, wide: true },
                ...sizes.map((each) => ({ value: each, label: each, help: sizeWords[each] })),
              ]}
            />
            <div className="flex gap-2">
              <SubmitButton busy="Creating">Create installation</SubmitButton>
              <ButtonLink variant="quiet" to="/installations">
                Cancel
              </ButtonLink>
            </div>
          </div>
        </Section>
        <Section title="It starts with" description="These come with your choices.">
          <ul className="grid gap-3">
            {defaultBatteries(usage, provider).map((type) => {
              const { name, description } = getBattery(type);
              return (
                <li key={type}>
                  <span className="font-medium">{name}</span>
                  <span className="block text-xs text-muted">{description}</span>
                </li>
              );
            })}
          </ul>
        </Section>
      </Form>
    </>
  );
}
