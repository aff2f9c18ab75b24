import { redisPresets } from '@home-base/catalog/objects/redis-instance.ts';
import { Section } from '../../ui/section.tsx';
import { SchemaFields } from '../schema-form.tsx';
import type { ZodForm } from '../zod-form.ts';
import { type Fields, fieldOf } from './form-tree.ts';
import { SizeFields } from './size-fields.tsx';
import { ChoiceField, TextField } from './text-fields.tsx';

const modes = [
  ['standalone', 'Standalone: one instance'],
  ['replication', 'Replication: one writes, the others follow'],
  ['sentinel', 'Sentinel: watches a replication and lets another take over'],
  ['cluster', 'Cluster: keys spread over three or more'],
] as const;

/** The form of a Redis instance. `replications` are those that a sentinel can watch. */
export function RedisFields({
  form,
  fields,
  isNew,
  size,
  replications,
}: {
  form: ZodForm;
  fields: Fields;
  isNew: boolean;
  size: string;
  replications: string[];
}) {
  const watch = [['', 'None'], ...replications.map((name) => [name, name] as const)] as const;
  const mode = fieldOf(fields, 'mode');
  return (
    <>
      <Section title="Instance">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            meta={fieldOf(fields, 'name')}
            label="Name"
            readOnly={!isNew}
            help={isNew ? 'Lower-case letters, digits and -. It cannot change later.' : 'Fixed since it was made.'}
          />
          <TextField
            meta={fieldOf(fields, 'instances')}
            label="Instances"
            type="number"
            min={1}
            max={9}
            help="Standalone has one, a cluster three or more."
          />
          {isNew ? (
            <>
              <ChoiceField meta={mode} label="Mode" help="It cannot change later." options={modes} />
              <ChoiceField
                meta={fieldOf(fields, 'replicationOf')}
                label="Replication to watch"
                optional
                help="For sentinels only."
                options={watch}
              />
            </>
          ) : (
            [mode, fieldOf(fields, 'replicationOf')].map((field) => (
              <input
                key={field.name}
                type="hidden"
                name={field.name}
                defaultValue={typeof field.initialValue === 'string' ? field.initialValue : ''}
              />
            ))
          )}
        </div>
      </Section>
      <Section title="Compute and storage">
        <div className="grid gap-4">
          <SizeFields form={form} fields={fields} presets={redisPresets} recommended={size} />
          <div className="grid gap-4 sm:grid-cols-2">
            <SchemaFields
              form={form}
              fields={fields}
              list={[
                {
                  name: 'storageBytes',
                  title: 'Storage',
                  description: isNew ? 'Empty: data lives in memory only. It cannot be added later.' : 'It can grow, but never shrink.',
                  input: { kind: 'bytes' },
                },
              ]}
            />
            <TextField
              meta={fieldOf(fields, 'storageClass')}
              label="Storage class"
              optional
              readOnly={!isNew}
              help={isNew ? 'Empty: the default class of the cluster.' : 'Fixed since it was made.'}
            />
          </div>
        </div>
      </Section>
      <Section title="Password" description="Made in your cluster and kept in a Secret there. Raise the version to have a new one made.">
        <TextField meta={fieldOf(fields, 'passwordVersion')} label="Password version" type="number" min={1} className="max-w-40" />
      </Section>
    </>
  );
}
