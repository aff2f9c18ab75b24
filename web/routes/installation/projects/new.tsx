import { ollamaModels } from '@home-base/catalog/objects/model.ts';
import type { ObjectCollection } from '@home-base/catalog/objects/object-kinds.ts';
import { Form } from 'react-router';
import { sizeWords } from '../../../parts/choices.ts';
import { FormErrors } from '../../../parts/form-errors.tsx';
import { type Fields, fieldOf, fieldsOf, metaOf } from '../../../parts/objects/form-tree.ts';
import { CheckField, ChoiceField, TextField } from '../../../parts/objects/text-fields.tsx';
import { ProjectFieldsRows } from '../../../parts/projects/project-fields.tsx';
import { alsoEnabled, WizardForm } from '../../../parts/projects/wizard-form.ts';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { useZodForm } from '../../../parts/zod-form.ts';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { formatBytes } from '../../../ui/quantity.ts';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/new';

export { action, loader } from './new.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'New project · Home Base' }];

const types = [
  { value: 'web', label: 'Web', help: 'A service of your own, with a database and a cache if you like.' },
  { value: 'db', label: 'Database', help: 'Postgres, or the protocol of MongoDB on top of it.' },
  { value: 'ai', label: 'AI', help: 'A notebook, a model, and a database for both.' },
  { value: 'bare', label: 'Bare', help: 'Nothing yet: add what is there, or create it later.' },
];

/** One page, one form: which parts show depends on the type by CSS alone, so that it works without JavaScript. */
export default function NewProjectPage({ loaderData: { enabled }, actionData }: Route.ComponentProps) {
  const { id, name, size } = useInstallation();
  const at = `/installations/${id}`;
  const mayChange = useMayChange();
  const [form, fields] = useZodForm(WizardForm, {
    id: 'new-project',
    lastResult: actionData?.result,
    defaultValue: {
      type: 'web',
      size,
      web: { runs: 'traditional', port: 8080, postgres: true },
      db: { kind: 'postgres' },
      ai: { notebook: true },
    },
  });
  return (
    <>
      <Breadcrumbs items={[{ label: name, to: at }, { label: 'Projects', to: `${at}/projects` }, { label: 'New' }]} />
      <PageHeader
        title="New project"
        description="All of it is created at once, named after the project, and knows how to reach each other."
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="group/wizard grid max-w-3xl gap-5">
        <ViewerNotice />
        <FormErrors errors={form.errors} />
        <fieldset disabled={!mayChange} className="contents">
          <Section title="Project">
            <div className="grid gap-4">
              <ProjectFieldsRows fields={fields} />
              <RadioCards meta={metaOf(fieldOf(fields, 'type'))} label="What it begins with" columns={2} cards={types} />
            </div>
          </Section>
          <div className="hidden group-has-[input[value=web]:checked]/wizard:block">
            <WebPart fields={fieldsOf(fields.web)} enabled={enabled} />
          </div>
          <div className="hidden group-has-[input[value=db]:checked]/wizard:block">
            <DatabasePart fields={fieldsOf(fields.db)} enabled={enabled} />
          </div>
          <div className="hidden group-has-[input[value=ai]:checked]/wizard:block">
            <AiPart fields={fieldsOf(fields.ai)} enabled={enabled} />
          </div>
          <div className="group-has-[input[value=bare]:checked]/wizard:hidden">
            <Section title="Size">
              <ChoiceField
                meta={fieldOf(fields, 'size')}
                label="Size of each"
                help="A preset for everything that is created; each can be changed on its own page."
                options={Object.entries(sizeWords).map(([value, words]) => [value, `${value}: ${words}`] as const)}
                className="max-w-sm"
              />
            </Section>
          </div>
        </fieldset>
        <div className="flex flex-wrap items-center gap-2">
          {mayChange && <SubmitButton busy="Creating">Create project</SubmitButton>}
          <ButtonLink variant="quiet" to={`${at}/projects`}>
            {mayChange ? 'Cancel' : 'Back'}
          </ButtonLink>
        </div>
      </Form>
    </>
  );
}

type PartProps = { fields: Fields; enabled: string[] };

function WebPart({ fields, enabled }: PartProps) {
  return (
    <Section title="Service">
      <div className="grid gap-4">
        <RadioCards
          meta={metaOf(fieldOf(fields, 'runs'))}
          label="How it runs"
          columns={2}
          cards={[
            {
              value: 'traditional',
              label: 'All the time',
              help: withEnabled('A web service with its own instances.', ['traditionalServices'], enabled),
            },
            {
              value: 'knative',
              label: 'While it is called',
              help: withEnabled('A Knative service that scales to none.', ['knativeServices'], enabled),
            },
          ]}
        />
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
          <TextField meta={fieldOf(fields, 'image')} label="Image" placeholder="registry.example.com/team/app:v2" />
          <TextField meta={fieldOf(fields, 'port')} label="Port" type="number" min={1} max={65_535} />
        </div>
        <CheckField
          meta={fieldOf(fields, 'postgres')}
          label="It needs a Postgres database"
          help={withEnabled('The service finds its address and password in DATABASE_URL.', ['postgresClusters'], enabled)}
        />
        <CheckField
          meta={fieldOf(fields, 'redis')}
          label="It needs a Redis"
          help={withEnabled('The service finds its host in REDIS_HOST.', ['redisInstances'], enabled)}
        />
      </div>
    </Section>
  );
}

function DatabasePart({ fields, enabled }: PartProps) {
  return (
    <Section title="Database">
      <div className="grid gap-4">
        <RadioCards
          meta={metaOf(fieldOf(fields, 'kind'))}
          label="Which one"
          columns={2}
          cards={[
            { value: 'postgres', label: 'Postgres', help: withEnabled('A cluster with the database app.', ['postgresClusters'], enabled) },
            {
              value: 'ferret',
              label: 'FerretDB',
              help: withEnabled(
                'The protocol of MongoDB, on a Postgres cluster of its own.',
                ['postgresClusters', 'ferretServices'],
                enabled,
              ),
            },
          ]}
        />
        <CheckField
          meta={fieldOf(fields, 'redis')}
          label="And a Redis"
          help={withEnabled('Data in memory, beside it.', ['redisInstances'], enabled)}
        />
      </div>
    </Section>
  );
}

function AiPart({ fields, enabled }: PartProps) {
  return (
    <Section title="Notebook and model">
      <div className="grid gap-4">
        <CheckField
          meta={fieldOf(fields, 'notebook')}
          label="A Jupyter notebook"
          help={withEnabled('With a home folder that stays.', ['notebooks'], enabled)}
        />
        <ChoiceField
          meta={fieldOf(fields, 'model')}
          label="A language model"
          optional
          help={withEnabled('In brackets: its weights. Its size is raised until they fit into memory.', ['models'], enabled)}
          options={[
            ['', 'None'],
            ...Object.entries(ollamaModels).map(([value, { label, bytes }]) => [value, `${label} (${formatBytes(bytes)})`] as const),
          ]}
          className="max-w-sm"
        />
        <CheckField
          meta={fieldOf(fields, 'postgres')}
          label="A Postgres database"
          help={withEnabled('The notebook finds its address and password in DATABASE_URL.', ['postgresClusters'], enabled)}
        />
      </div>
    </Section>
  );
}

/** What it is, and which batteries choosing it would enable. */
function withEnabled(words: string, collections: ObjectCollection[], enabled: string[]): string {
  const names = alsoEnabled(collections, enabled);
  return names.length > 0 ? `${words} Also enables ${names.join(', ')}.` : words;
}
