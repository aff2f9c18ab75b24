import { Section } from '../../ui/section.tsx';
import { NameField } from './common-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { TextField } from './text-fields.tsx';

/** The form of a pool of addresses. */
export function PoolFields(props: FieldsProps) {
  return (
    <Section title="Pool">
      <div className="grid gap-4 sm:grid-cols-2">
        <NameField {...props} />
        <TextField
          meta={fieldOf(props.fields, 'subnet')}
          label="Addresses"
          placeholder="192.168.1.200-192.168.1.250"
          help="A range, or a CIDR such as 192.168.1.0/28, that nothing else on the network uses."
        />
      </div>
    </Section>
  );
}
