import { modelPresets, ollamaModels } from '@home-base/catalog/objects/model.ts';
import { formatBytes } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { InstancesField, NameField, NodeTypeField, StorageClassField } from './common-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { SizeFields } from './size-fields.tsx';
import { modelProblem } from './size-problem.ts';
import { ChoiceField, TextField } from './text-fields.tsx';

/** The form of a model. Sizes that the chosen model does not fit into cannot be chosen. */
export function ModelFields(props: FieldsProps) {
  const { fields } = props;
  const model = fieldOf(fields, 'model');
  const chosen = String(model.value ?? model.initialValue ?? '');
  return (
    <>
      <Section title="Model">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <InstancesField fields={fields} most={20} help="Each answers by itself and keeps its own copy of the weights." />
          <ChoiceField
            meta={model}
            label="Model"
            help="In brackets: its weights, which have to fit into memory."
            options={Object.entries(ollamaModels).map(([name, { label, bytes }]) => [name, `${label} (${formatBytes(bytes)})`] as const)}
          />
          <StorageClassField {...props} />
        </div>
      </Section>
      <Section title="Compute">
        <div className="group/gpu grid gap-4">
          <SizeFields {...props} presets={modelPresets} problem={(preset) => modelProblem(preset, chosen)} />
          <div className="grid gap-4 sm:grid-cols-2">
            <NodeTypeField {...props} />
            <TextField
              meta={fieldOf(fields, 'gpuCount')}
              label="GPUs of each instance"
              type="number"
              min={1}
              max={16}
              className="group-has-[option[value=default]:checked]/gpu:hidden!"
            />
          </div>
        </div>
      </Section>
    </>
  );
}
