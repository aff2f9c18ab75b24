import type { FieldMetadata } from '@conform-to/react';
import type { ReactNode } from 'react';
import { Section } from '../../ui/section.tsx';
import { SchemaFields } from '../schema-form.tsx';
import type { ZodForm } from '../zod-form.ts';
import { freshContainer } from './container-form.ts';
import { type Fields, fieldOf } from './form-tree.ts';
import { RowList } from './row-list.tsx';
import { CheckField, ChoiceField, LinesField, TextField } from './text-fields.tsx';

type Props = { form: ZodForm; fields: Fields };

/** What runs: the containers of each instance, and what all of them know. */
export function ContainersSection({ form, fields }: Props) {
  return (
    <Section title="Containers">
      <div className="grid gap-5">
        <RowList
          form={form}
          meta={fieldOf(fields, 'containers')}
          legend={<span className="sr-only">Containers</span>}
          help="All of them run side by side in each instance."
          noun="container"
          fresh={freshContainer}
          least={1}
        >
          {(container) => <ContainerFields form={form} fields={container} />}
        </RowList>
        <EnvList
          form={form}
          meta={fieldOf(fields, 'env')}
          legend="Environment of all containers"
          noun="shared variable"
          help="What a container sets itself wins."
        />
      </div>
    </Section>
  );
}

/** What few services need. */
export function VolumesSection({ form, fields }: Props) {
  return (
    <Section title="Volumes and init containers">
      <div className="grid gap-5">
        <RowList
          form={form}
          meta={fieldOf(fields, 'volumes')}
          legend="Volumes"
          help="Containers mount them by name."
          noun="volume"
          fresh={{ name: '', type: 'empty_dir', medium: 'default' }}
        >
          {(volume) => <VolumeFields form={form} volume={volume} />}
        </RowList>
        <RowList
          form={form}
          meta={fieldOf(fields, 'initContainers')}
          legend="Init containers"
          help="Run one after another before the others start."
          noun="init container"
          fresh={freshContainer}
        >
          {(container) => <ContainerFields form={form} fields={container} />}
        </RowList>
      </div>
    </Section>
  );
}

function ContainerFields({ form, fields }: Props) {
  const touched = ['command', 'args'].some(
    (name) => fieldOf(fields, name).initialValue || Object.keys(fieldOf(fields, name).allErrors).length > 0,
  );
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
        <TextField meta={fieldOf(fields, 'name')} label="Name" />
        <TextField meta={fieldOf(fields, 'image')} label="Image" placeholder="registry.example.com/team/app:v2" />
      </div>
      <details open={touched || undefined} className="group/command">
        <summary className="text-muted hover:text-ink">
          <span aria-hidden className="mr-2 inline-block transition-transform group-open/command:rotate-90">
            ›
          </span>
          Command and arguments
        </summary>
        <div className="grid gap-3 pt-3 sm:grid-cols-2">
          <LinesField meta={fieldOf(fields, 'command')} label="Command" optional help="One word a line. Empty: that of the image." />
          <LinesField meta={fieldOf(fields, 'args')} label="Arguments" optional help="One a line." />
        </div>
      </details>
      <EnvList form={form} meta={fieldOf(fields, 'env')} legend="Environment" noun="variable" />
      <RowList form={form} meta={fieldOf(fields, 'mounts')} legend="Mounts" noun="mount" fresh={{ volume: '', path: '/' }}>
        {(mount) => (
          <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
            <TextField meta={fieldOf(mount, 'volume')} label="Volume" help="Name of one below." />
            <TextField meta={fieldOf(mount, 'path')} label="Path" help="Where the container sees it." />
            <CheckField meta={fieldOf(mount, 'readOnly')} label="Read-only" className="sm:pt-9" />
          </div>
        )}
      </RowList>
    </>
  );
}

/** Variables of one container, of all, or of a notebook. */
export function EnvList({
  form,
  meta,
  legend,
  noun,
  help,
}: {
  form: ZodForm;
  meta: FieldMetadata<unknown>;
  legend: ReactNode;
  noun: string;
  help?: string;
}) {
  return (
    <RowList form={form} meta={meta} legend={legend} noun={noun} help={help} fresh={{ name: '', source: 'value', value: '' }}>
      {(env) => <EnvFields env={env} />}
    </RowList>
  );
}

/** Where the value comes from decides which fields show, by CSS alone. Passwords belong into a Secret: what is typed here is stored as text. */
function EnvFields({ env }: { env: Fields }) {
  return (
    <div className="group/env grid gap-3 sm:grid-cols-2">
      <TextField meta={fieldOf(env, 'name')} label="Variable" placeholder="LOG_LEVEL" />
      <ChoiceField
        meta={fieldOf(env, 'source')}
        label="Comes from"
        options={[
          ['value', 'A value'],
          ['secret', 'A Secret'],
          ['config_map', 'A ConfigMap'],
        ]}
      />
      <TextField
        meta={fieldOf(env, 'value')}
        label="Value"
        help="Stored as text: take passwords from a Secret."
        className="hidden! group-has-[option[value=value]:checked]/env:grid! sm:col-span-2"
      />
      <div className="grid gap-3 group-has-[option[value=value]:checked]/env:hidden sm:col-span-2 sm:grid-cols-3">
        <TextField meta={fieldOf(env, 'from')} label="Its name" />
        <TextField meta={fieldOf(env, 'key')} label="Key" />
        <CheckField meta={fieldOf(env, 'optional')} label="Optional" className="sm:pt-6" />
      </div>
    </div>
  );
}

/** What does not belong to the chosen type is hidden by CSS, so that it works without JavaScript; the server reads only what belongs. */
function VolumeFields({ form, volume }: { form: ZodForm; volume: Fields }) {
  return (
    <div className="group/volume grid gap-3 sm:grid-cols-2">
      <TextField meta={fieldOf(volume, 'name')} label="Name" />
      <ChoiceField
        meta={fieldOf(volume, 'type')}
        label="Type"
        options={[
          ['empty_dir', 'Empty, lives as long as the instance'],
          ['config_map', 'ConfigMap'],
          ['secret', 'Secret'],
        ]}
      />
      <div className="hidden gap-3 group-has-[option[value=empty_dir]:checked]/volume:grid sm:col-span-2 sm:grid-cols-2">
        <ChoiceField
          meta={fieldOf(volume, 'medium')}
          label="Kept on"
          options={[
            ['default', 'Disk'],
            ['memory', 'Memory'],
          ]}
        />
        <SchemaFields
          form={form}
          fields={volume}
          list={[{ name: 'sizeBytes', title: 'Size limit (optional)', input: { kind: 'bytes' } }]}
        />
      </div>
      <div className="grid gap-3 group-has-[option[value=empty_dir]:checked]/volume:hidden sm:col-span-2 sm:grid-cols-2">
        <TextField meta={fieldOf(volume, 'from')} label="Name of the ConfigMap or Secret" />
        <TextField meta={fieldOf(volume, 'mode')} label="Permissions of its files" optional placeholder="0644" help="Octal." />
        <CheckField meta={fieldOf(volume, 'optional')} label="Optional" help="Start also when it is not there." />
      </div>
    </div>
  );
}
