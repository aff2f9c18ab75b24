import type { FieldMetadata } from '@conform-to/react';
import { nodeTypes } from '@home-base/catalog/objects/node-type.ts';
import { getBattery } from '@home-base/catalog/registry.ts';
import { Link } from 'react-router';
import { SchemaFields } from '../schema-form.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { ChoiceField, TextField } from './text-fields.tsx';

/** The name of an object: it is part of what Kubernetes calls its resources, so it stays. */
export function NameField({ fields, isNew }: Pick<FieldsProps, 'fields' | 'isNew'>) {
  return (
    <TextField
      meta={fieldOf(fields, 'name')}
      label="Name"
      readOnly={!isNew}
      help={isNew ? 'Lower-case letters, digits and -. It cannot change later.' : 'Fixed since it was made.'}
    />
  );
}

/** How many run. `least` and `most` are the bounds of the kind's schema. */
export function InstancesField({
  fields,
  least = 1,
  most,
  help,
}: Pick<FieldsProps, 'fields'> & { least?: number; most: number; help: string }) {
  return <TextField meta={fieldOf(fields, 'instances')} label="Instances" type="number" min={least} max={most} help={help} />;
}

/** Sent as it is: what was chosen when the object was made. A box that is off is read as such from an empty text. */
export function FixedField({ meta }: { meta: FieldMetadata<unknown> }) {
  return <input type="hidden" name={meta.name} defaultValue={typeof meta.initialValue === 'string' ? meta.initialValue : ''} />;
}

/** Amount and class of the volume of each instance. */
export function StorageFields({ form, fields, isNew, choices, help }: FieldsProps & { help: string }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SchemaFields
        form={form}
        fields={fields}
        list={[{ name: 'storageBytes', title: 'Storage', description: help, input: { kind: 'bytes' } }]}
      />
      <StorageClassField fields={fields} isNew={isNew} choices={choices} />
    </div>
  );
}

export function StorageClassField({ fields, isNew, choices }: Pick<FieldsProps, 'fields' | 'isNew' | 'choices'>) {
  const meta = fieldOf(fields, 'storageClass');
  const usual = choices.storageClasses.find((each) => each.isDefault)?.name;
  return (
    <>
      <TextField
        meta={meta}
        label="Storage class"
        optional
        readOnly={!isNew}
        list={`${meta.id}-known`}
        help={isNew ? `Empty: the default class of the cluster${usual ? `, which is ${usual}` : ''}.` : 'Fixed since it was made.'}
      />
      <datalist id={`${meta.id}-known`}>
        {choices.storageClasses.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** On which nodes it runs: GPUs are offered by a battery. */
export function NodeTypeField({ fields, choices, at }: Pick<FieldsProps, 'fields' | 'choices' | 'at'>) {
  return (
    <ChoiceField
      meta={fieldOf(fields, 'nodeType')}
      label="GPU"
      help={
        choices.enabled.includes('nvidia_device_plugin') ? (
          'Runs on a node that has such a GPU.'
        ) : (
          <NeedsBattery type="nvidia_device_plugin" at={at}>
            GPUs need
          </NeedsBattery>
        )
      }
      options={Object.entries(nodeTypes).map(([value, { label }]) => [value, label] as const)}
    />
  );
}

/** "Backups need the battery X." with the way there. `children`: the beginning of the sentence. */
export function NeedsBattery({ type, at, children }: { type: string; at: string; children: string }) {
  return (
    <>
      {children} the battery{' '}
      <Link to={`${at}/batteries/${type}`} className="prose-link">
        {getBattery(type).name}
      </Link>
      .
    </>
  );
}
