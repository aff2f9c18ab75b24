import { computePresets } from '@home-base/catalog/objects/compute-size.ts';
import { Section } from '../../ui/section.tsx';
import { SchemaFields } from '../schema-form.tsx';
import type { ZodForm } from '../zod-form.ts';
import { ContainerFields, freshContainer } from './container-fields.tsx';
import { type Fields, fieldOf, fieldsOf } from './form-tree.ts';
import { RowList } from './row-list.tsx';
import { SizeFields } from './size-fields.tsx';
import { CheckField, ChoiceField, LinesField, TextField } from './text-fields.tsx';

/** The form of a web service. */
export function ServiceFields({ form, fields, isNew, size }: { form: ZodForm; fields: Fields; isNew: boolean; size: string }) {
  const readiness = fieldsOf(fields.readiness);
  const kind = fieldOf(fields, 'kind');
  return (
    <>
      <Section title="Service">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            meta={fieldOf(fields, 'name')}
            label="Name"
            readOnly={!isNew}
            help={isNew ? 'Lower-case letters, digits and -. It cannot change later.' : 'Fixed since it was made.'}
          />
          <TextField meta={fieldOf(fields, 'instances')} label="Instances" type="number" min={0} max={100} help="How many run at once." />
          {isNew ? (
            <ChoiceField
              meta={kind}
              label="Runs as"
              help="A StatefulSet gives each instance a name that lasts."
              options={[
                ['deployment', 'Deployment'],
                ['stateful_set', 'StatefulSet'],
              ]}
            />
          ) : (
            <input type="hidden" name={kind.name} defaultValue={typeof kind.initialValue === 'string' ? kind.initialValue : ''} />
          )}
          <CheckField meta={fieldOf(fields, 'internal')} label="Internal only" help="Reachable inside the cluster, but not from outside." />
        </div>
      </Section>
      <Section title="Containers">
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
      </Section>
      <Section title="Ports and hosts">
        <div className="grid gap-5">
          <RowList
            form={form}
            meta={fieldOf(fields, 'ports')}
            legend="Ports"
            help="The first one answers for the hosts."
            noun="port"
            fresh={{ name: 'http', number: '8080', protocol: 'http' }}
          >
            {(port) => (
              <div className="grid gap-3 sm:grid-cols-3">
                <TextField meta={fieldOf(port, 'name')} label="Name" />
                <TextField meta={fieldOf(port, 'number')} label="Number" type="number" min={1} max={65535} />
                <ChoiceField
                  meta={fieldOf(port, 'protocol')}
                  label="Protocol"
                  options={[
                    ['http', 'HTTP'],
                    ['http2', 'HTTP/2'],
                    ['tcp', 'TCP'],
                  ]}
                />
              </div>
            )}
          </RowList>
          <LinesField
            meta={fieldOf(fields, 'additionalHosts')}
            label="Additional hosts"
            optional
            help="Host names of your own, such as shop.example.com, one a line."
          />
          <fieldset className="grid gap-2">
            <legend className="font-medium">
              Readiness probe <span className="font-normal text-faint">(optional)</span>
            </legend>
            <p className="text-xs text-muted">An instance gets traffic once this path answers.</p>
            <div className="grid gap-3 sm:grid-cols-3">
              <TextField meta={fieldOf(readiness, 'path')} label="Path" placeholder="/healthz" />
              <TextField meta={fieldOf(readiness, 'port')} label="Port" type="number" min={1} max={65535} />
              <TextField meta={fieldOf(readiness, 'initialDelaySeconds')} label="Wait first (seconds)" type="number" min={0} />
            </div>
          </fieldset>
        </div>
      </Section>
      <Section title="Compute" description="For each container.">
        <SizeFields form={form} fields={fields} presets={computePresets} recommended={size} />
      </Section>
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
    </>
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
        <CheckField meta={fieldOf(volume, 'optional')} label="Optional" help="Start also when it is not there." />
      </div>
    </div>
  );
}
