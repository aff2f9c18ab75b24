import { computePresets } from '@home-base/catalog/objects/compute-size.ts';
import { Section } from '../../ui/section.tsx';
import { FixedField, InstancesField, NameField } from './common-fields.tsx';
import { ContainersSection, VolumesSection } from './container-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf, fieldsOf } from './form-tree.ts';
import { RowList } from './row-list.tsx';
import { SizeFields } from './size-fields.tsx';
import { CheckField, ChoiceField, LinesField, TextField } from './text-fields.tsx';

/** The form of a web service. */
export function ServiceFields(props: FieldsProps) {
  const { form, fields, isNew } = props;
  const readiness = fieldsOf(fields.readiness);
  return (
    <>
      <Section title="Service">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <InstancesField fields={fields} least={0} most={100} help="How many run at once." />
          {isNew ? (
            <ChoiceField
              meta={fieldOf(fields, 'kind')}
              label="Runs as"
              help="A StatefulSet gives each instance a name that lasts."
              options={[
                ['deployment', 'Deployment'],
                ['stateful_set', 'StatefulSet'],
              ]}
            />
          ) : (
            <FixedField meta={fieldOf(fields, 'kind')} />
          )}
          <CheckField meta={fieldOf(fields, 'internal')} label="Internal only" help="Reachable inside the cluster, but not from outside." />
        </div>
      </Section>
      <ContainersSection {...props} />
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
        <SizeFields {...props} presets={computePresets} />
      </Section>
      <VolumesSection {...props} />
    </>
  );
}
