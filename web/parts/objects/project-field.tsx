import type { FieldMetadata } from '@conform-to/react';
import { Section } from '../../ui/section.tsx';
import type { FormChoices } from './form-choices.ts';
import { ChoiceField } from './text-fields.tsx';

/** Which project the object belongs to; nothing to choose while there is none. */
export function ProjectField({ meta, projects }: { meta: FieldMetadata<unknown>; projects: FormChoices['projects'] }) {
  if (projects.length === 0) return null;
  return (
    <Section title="Project">
      <ChoiceField
        meta={meta}
        label="Belongs to"
        help="Groups it with what it works with. It changes nothing in the cluster."
        options={[['', 'None'], ...projects.map(({ id, name }) => [id, name] as const)]}
        className="max-w-72"
      />
    </Section>
  );
}
