import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { type Fields, fieldOf, metaOf } from '../objects/form-tree.ts';
import { TextField } from '../objects/text-fields.tsx';

/** Name and description of a project. */
export function ProjectFieldsRows({ fields }: { fields: Fields }) {
  return (
    <>
      <TextField meta={fieldOf(fields, 'name')} label="Name" help="Lower-case letters, digits and -." className="max-w-sm" />
      <Field
        meta={metaOf(fieldOf(fields, 'description'), false)}
        label="Description"
        help="What it is for, who looks after it, what to do when it fails."
      >
        {(props) => <Textarea {...props} rows={3} maxLength={1000} />}
      </Field>
    </>
  );
}
