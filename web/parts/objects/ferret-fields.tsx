import { ferretPresets } from '@home-base/catalog/objects/ferret-service.ts';
import { Link } from 'react-router';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { FixedField, InstancesField, NameField } from './common-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { fieldOf } from './form-tree.ts';
import { SizeFields } from './size-fields.tsx';
import { ChoiceField } from './text-fields.tsx';

/** The form of a FerretDB service. */
export function FerretFields(props: FieldsProps) {
  const { fields, isNew, choices, at } = props;
  const cluster = fieldOf(fields, 'postgresCluster');
  return (
    <>
      {isNew && choices.postgresClusters.length === 0 && (
        <Notice tone="warn" title="It needs a Postgres cluster with DocumentDB first">
          A FerretDB service keeps its documents in Postgres, by an extension that the cluster has from the start.{' '}
          <Link to={`${at}/postgres/new?documentdb=on`} className="prose-link">
            Create such a cluster
          </Link>
          , then come back.
        </Notice>
      )}
      <Section title="Service">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <InstancesField fields={fields} most={20} help="They keep nothing themselves: any of them answers." />
          {isNew ? (
            <ChoiceField
              meta={cluster}
              label="Postgres cluster"
              help="Keeps the documents; those with the DocumentDB extension can. It cannot change later."
              options={[['', 'Choose…'], ...choices.postgresClusters.map((name) => [name, name] as const)]}
            />
          ) : (
            <FixedField meta={cluster} />
          )}
        </div>
      </Section>
      <Section title="Compute">
        <SizeFields {...props} presets={ferretPresets} />
      </Section>
    </>
  );
}
