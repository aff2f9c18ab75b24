import { storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { postgresRoles } from '@home-base/catalog/objects/postgres-cluster.ts';
import { Checkbox } from '../../ui/input.tsx';
import { Section } from '../../ui/section.tsx';
import { FixedField, InstancesField, NameField, NeedsBattery, StorageFields } from './common-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { type Fields, fieldOf, fieldsOf } from './form-tree.ts';
import { freshUser } from './postgres-form.ts';
import { RowList } from './row-list.tsx';
import { SizeFields } from './size-fields.tsx';
import { CheckField, ChoiceField, LinesField, TextField } from './text-fields.tsx';

/** What a role may do; the catalog's `no…` roles clear what an operator's default set, and no default sets any of them. */
const roles = postgresRoles.filter((role) => !role.startsWith('no'));

/** The form of a Postgres cluster. */
export function PostgresFields(props: FieldsProps) {
  const { form, fields, isNew } = props;
  const database = fieldsOf(fields.database);
  return (
    <>
      <Section title="Cluster">
        <div className="grid gap-4 sm:grid-cols-2">
          <NameField {...props} />
          <InstancesField fields={fields} most={10} help="One writes, the others follow and take over when it fails." />
          {isNew ? (
            <ChoiceField
              meta={fieldOf(fields, 'type')}
              label="Type"
              help="Internal: among the platform's own."
              options={[
                ['standard', 'Standard'],
                ['internal', 'Internal'],
              ]}
            />
          ) : (
            <FixedField meta={fieldOf(fields, 'type')} />
          )}
          <RestoreField {...props} />
          {isNew ? (
            <CheckField
              meta={fieldOf(fields, 'documentdb')}
              label="DocumentDB extension"
              help="For FerretDB services that keep their documents in it. It cannot be added later."
            />
          ) : (
            <FixedField meta={fieldOf(fields, 'documentdb')} />
          )}
        </div>
      </Section>
      <Section title="Compute and storage">
        <div className="grid gap-4">
          <SizeFields {...props} presets={storedPresets} />
          <StorageFields {...props} help="For each instance. It can grow later, but never shrink." />
        </div>
      </Section>
      <Section title="Database" description={isNew ? 'Made once, when the cluster starts.' : 'Fixed since the cluster was made.'}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField meta={fieldOf(database, 'name')} label="Database name" readOnly={!isNew} help="Each user can connect to it." />
          <TextField meta={fieldOf(database, 'owner')} label="Owner" readOnly={!isNew} help="One of the users below." />
        </div>
      </Section>
      <Section title="Users">
        <RowList
          form={form}
          meta={fieldOf(fields, 'users')}
          legend={<span className="sr-only">Users</span>}
          help="Each gets a password that is made in your cluster, kept in a Secret there, and never leaves it."
          noun="user"
          fresh={freshUser}
          least={1}
        >
          {(user) => <UserFields user={user} />}
        </RowList>
      </Section>
      <BackupSection {...props} />
    </>
  );
}

function UserFields({ user }: { user: Fields }) {
  const granted = fieldOf(user, 'roles');
  const chosen = Array.isArray(granted.initialValue) ? granted.initialValue : [granted.initialValue];
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <TextField meta={fieldOf(user, 'username')} label="User name" help="Lower-case letters, digits, _ and -." />
        <TextField
          meta={fieldOf(user, 'passwordVersion')}
          label="Password version"
          type="number"
          min={1}
          help="Raise it for a new password."
        />
      </div>
      <fieldset>
        <legend className="font-medium">Roles</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1.5 pt-1">
          {roles.map((role) => (
            <span key={role} className="flex items-center gap-1.5">
              <Checkbox id={`${granted.id}-${role}`} name={granted.name} value={role} defaultChecked={chosen.includes(role)} />
              <label htmlFor={`${granted.id}-${role}`}>{role}</label>
            </span>
          ))}
        </div>
      </fieldset>
      <LinesField
        meta={fieldOf(user, 'credentialNamespaces')}
        label="Credential namespaces"
        optional
        rows={1}
        help="Other namespaces that get a copy of this user's Secret, such as battery-traditional. Separated by commas."
      />
    </>
  );
}

/** A cluster starts empty, or as a backup was: chosen once. */
function RestoreField({ fields, isNew, choices }: FieldsProps) {
  const meta = fieldOf(fields, 'restoreFrom');
  if (!isNew || (choices.backups.length === 0 && !meta.initialValue)) return <FixedField meta={meta} />;
  const known = choices.backups.map(({ name, cluster }) => [name, `${name} of ${cluster}`] as const);
  const asked = typeof meta.initialValue === 'string' && !choices.backups.some(({ name }) => name === meta.initialValue);
  return (
    <ChoiceField
      meta={meta}
      label="Start from"
      help="A backup brings its databases and users; the names below have to be those in it."
      options={[['', 'An empty database'], ...known, ...(asked ? [[String(meta.initialValue), String(meta.initialValue)] as const] : [])]}
    />
  );
}

function BackupSection({ fields, choices, at }: FieldsProps) {
  const backups = fieldsOf(fields.backups);
  const enabled = fieldOf(backups, 'enabled');
  const isOffered = choices.enabled.includes('cloudnative_pg_barman');
  if (!isOffered && enabled.initialValue !== 'on')
    return (
      <Section title="Backups">
        <p className="text-muted">
          <NeedsBattery type="cloudnative_pg_barman" at={at}>
            Backups to an object store need
          </NeedsBattery>
        </p>
        {['hour', 'retentionDays'].map((name) => (
          <FixedField key={name} meta={fieldOf(backups, name)} />
        ))}
      </Section>
    );
  return (
    <Section title="Backups">
      <div className="grid gap-4">
        <CheckField
          meta={enabled}
          label="Back up to the object store"
          help="Once a day, and every change in between, so that a cluster can be restored to any moment."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField meta={fieldOf(backups, 'hour')} label="Daily at (hour, UTC)" type="number" min={0} max={23} />
          <TextField meta={fieldOf(backups, 'retentionDays')} label="Keep for (days)" type="number" min={1} max={3650} />
        </div>
      </div>
    </Section>
  );
}
