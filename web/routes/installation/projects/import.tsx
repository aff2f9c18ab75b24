import { FileSearch } from 'lucide-react';
import { Form } from 'react-router';
import { ImportPreviewForm } from '../../../parts/projects/import-preview.tsx';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Textarea } from '../../../ui/input.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/import';

export { action } from './import.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Import a project · Home Base' }];

/** First the document, then what it would do here. Nothing is kept between the two: the second form sends the document again. */
export default function ImportProjectPage({ actionData }: Route.ComponentProps) {
  const { id, name } = useInstallation();
  const at = `/installations/${id}`;
  const preview = actionData && 'preview' in actionData ? actionData.preview : undefined;
  return (
    <>
      <Breadcrumbs items={[{ label: name, to: at }, { label: 'Projects', to: `${at}/projects` }, { label: 'Import' }]} />
      <PageHeader
        title={preview ? `Import ${preview.name}` : 'Import a project'}
        description={
          preview
            ? 'Nothing has happened yet. This is what would be created here.'
            : 'From the file that an export made, here or elsewhere. You see what it would create before anything happens.'
        }
      />
      <ViewerNotice />
      {preview && actionData ? (
        <ImportPreviewForm
          preview={preview}
          text={actionData.text}
          problems={actionData.problems ?? []}
          exclude={actionData.exclude ?? []}
          refused={actionData.refused ?? []}
          at={at}
        />
      ) : (
        <DocumentForm
          text={actionData?.text ?? ''}
          problem={actionData && 'problem' in actionData ? actionData.problem : undefined}
          at={at}
        />
      )}
    </>
  );
}

function DocumentForm({ text, problem, at }: { text: string; problem: string | undefined; at: string }) {
  const mayChange = useMayChange();
  const errors = problem ? [problem] : [];
  return (
    <Form method="post" encType="multipart/form-data" className="grid max-w-3xl gap-5">
      <Section>
        <fieldset disabled={!mayChange} className="grid gap-4">
          <Field meta={{ id: 'file', name: 'file' }} label="File" help="Ends in .project.json.">
            {({ defaultValue: _none, ...props }) => (
              <Input {...props} type="file" accept=".json,application/json" className="h-auto py-1.5" />
            )}
          </Field>
          <Field meta={{ id: 'document', name: 'document', initialValue: text, errors }} label="Or paste what it holds">
            {(props) => <Textarea {...props} rows={8} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
          </Field>
        </fieldset>
      </Section>
      <div className="flex gap-2">
        {mayChange && (
          <SubmitButton icon={FileSearch} busy="Reading" name="intent" value="preview">
            Look at it
          </SubmitButton>
        )}
        <ButtonLink variant="quiet" to={`${at}/projects`}>
          {mayChange ? 'Cancel' : 'Back'}
        </ButtonLink>
      </div>
    </Form>
  );
}
