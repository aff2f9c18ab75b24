import { Form } from 'react-router';
import { Breadcrumbs } from '../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/section.tsx';
import { FormErrors } from '../form-errors.tsx';
import { MadeFrom } from '../made-from.tsx';
import { useMayChange, ViewerNotice } from '../rights.tsx';
import { DefaultSubmit } from './default-submit.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf, fieldsOf } from './form-tree.ts';
import type { KindPage } from './kinds.ts';
import { ProjectField } from './project-field.tsx';

type Props = {
  title: string;
  trail: { label: string; to?: string }[];
  kind: KindPage;
  /** `fields`: of the whole form, those of the object below `spec`. */
  fieldsProps: FieldsProps;
  submit: string;
  busy: string;
  cancel: string;
  /** Of an object that is there: see `useMadeFrom`. */
  edit?: { madeFrom: string; isStale: boolean };
};

/** Frame of the pages that create or edit an object. */
export function ObjectForm({ title, trail, kind, fieldsProps, submit, busy, cancel, edit }: Props) {
  const { form, fields } = fieldsProps;
  const mayChange = useMayChange();
  const problems = Object.keys(form.allErrors).filter(Boolean).length;
  return (
    <>
      <Breadcrumbs items={trail} />
      <PageHeader title={title} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-3xl gap-5">
        <DefaultSubmit />
        <ViewerNotice />
        {edit && <MadeFrom value={edit.madeFrom} />}
        <FormErrors errors={form.errors} isStale={edit?.isStale} />
        <fieldset disabled={!mayChange} className="contents">
          <kind.Fields {...fieldsProps} fields={fieldsOf(fields.spec)} />
          <ProjectField meta={fieldOf(fields, 'projectId')} projects={fieldsProps.choices.projects} />
        </fieldset>
        <div className="flex flex-wrap items-center gap-2">
          {mayChange && <SubmitButton busy={busy}>{submit}</SubmitButton>}
          <ButtonLink variant="quiet" to={cancel}>
            {mayChange ? 'Cancel' : 'Back'}
          </ButtonLink>
          {problems > 0 && (
            <p role="status" className="text-xs text-bad">
              {problems === 1 ? 'One field needs' : `${problems} fields need`} another look.
            </p>
          )}
        </div>
      </Form>
    </>
  );
}
