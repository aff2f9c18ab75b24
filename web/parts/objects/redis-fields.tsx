import { redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { Section } from '../../ui/section.tsx';
import { FixedField, InstancesField, NameField, StorageFields } from './common-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { SizeFields } from './size-fields.tsx';
import { ChoiceField, TextField } from './text-fields.tsx';

const modes = [
  ['standalone', 'Standalone: one instance'],
  ['replication', 'Replication: one writes, the others follow'],
  ['sentinel', 'Sentinel: watches a replication and lets another take over'],
  ['cluster', 'Cluster: keys spread over three or more'],
] as const;

/** The form of a Redis instance. */
export function RedisFields(props: FieldsProps) {
  const { fields, isNew, choices } = props;
  const mode = fieldOf(fields, 'mode');
  const replicationOf = fieldOf(fields, 'replicationOf');
  return (
    <>
      <Section title="Instance">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <InstancesField fields={fields} most={9} help="Standalone has one, a cluster three or more." />
          {isNew ? (
            <>
              <ChoiceField meta={mode} label="Mode" help="It cannot change later." options={modes} />
              <ChoiceField
                meta={replicationOf}
                label="Replication to watch"
                optional
                help="For sentinels only."
                options={[['', 'None'], ...choices.replications.map((name) => [name, name] as const)]}
              />
            </>
          ) : (
            [mode, replicationOf].map((meta) => <FixedField key={meta.name} meta={meta} />)
          )}
        </div>
      </Section>
      <Section title="Compute and storage">
        <div className="grid gap-4">
          <SizeFields {...props} presets={redisPresets} />
          <StorageFields
            {...props}
            help={isNew ? 'Empty: data lives in memory only. It cannot be added later.' : 'It can grow, but never shrink.'}
          />
        </div>
      </Section>
      <Section title="Password" description="Made in your cluster and kept in a Secret there. Raise the version to have a new one made.">
        <TextField meta={fieldOf(fields, 'passwordVersion')} label="Password version" type="number" min={1} className="max-w-40" />
      </Section>
    </>
  );
}
