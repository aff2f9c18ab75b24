import { Section } from '../../ui/section.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { ChoiceField } from './text-fields.tsx';

/** Which project the object belongs to; nothing to choose while there is none. */
export function ProjectField({ fields, choices }: FieldsProps) {
  if (choices.projects.length === 0) return null;
  return (
    <Section title="Project">
      <ChoiceField
        meta={fieldOf(fields, 'projectId')}
        label="Project"
        help="Groups it with what it works with. It changes nothing in the cluster."
        options={[['', 'None'], ...choices.projects.map(({ id, name }) => [id, name] as const)]}
        className="max-w-72"
      />
    </Section>
  );
}
