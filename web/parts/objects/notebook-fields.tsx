import { storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { Section } from '../../ui/section.tsx';
import { NameField, NodeTypeField, StorageFields } from './common-fields.tsx';
import { EnvList } from './container-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { SizeFields } from './size-fields.tsx';
import { TextField } from './text-fields.tsx';

/** The form of a Jupyter notebook. */
export function NotebookFields(props: FieldsProps) {
  const { form, fields } = props;
  return (
    <>
      <Section title="Notebook">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <NodeTypeField {...props} />
          <TextField
            meta={fieldOf(fields, 'image')}
            label="Image"
            help="Jupyter with what your work needs. Any image of the Jupyter Docker Stacks works."
            className="sm:col-span-2"
          />
        </div>
      </Section>
      <Section title="Compute and storage">
        <div className="grid gap-4">
          <SizeFields {...props} presets={storedPresets} />
          <StorageFields {...props} help="The home folder. It outlives the notebook's pod, and can grow but never shrink." />
        </div>
      </Section>
      <Section title="Environment">
        <EnvList
          form={form}
          meta={fieldOf(fields, 'env')}
          legend={<span className="sr-only">Environment</span>}
          noun="variable"
          help="What every kernel of the notebook sees, such as the DSN of a database from its Secret."
        />
      </Section>
    </>
  );
}
