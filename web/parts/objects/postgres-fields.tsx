import { storedPresets } from '@home-base/catalog/objects/compute-size.ts';
import { postgresRoles } from '@home-base/catalog/objects/postgres-cluster.ts';
import { Checkbox } from '../../ui/input.tsx';
import { Section } from '../../ui/section.tsx';
import { SchemaFields } from '../schema-form.tsx';
import type { ZodForm } from '../zod-form.ts';
import { type Fields, fieldOf, fieldsOf } from './form-tree.ts';
import { RowList } from './row-list.tsx';
import { SizeFields } from './size-fields.tsx';
import { ChoiceField, LinesField, TextField } from './text-fields.tsx';

export const freshUser = { username: '', roles: ['login'], credentialNamespaces: '', passwordVersion: 1 };
/** What a role may do; the catalog's `no…` roles clear what an operator's default set, and no default sets any of them. */
const roles = postgresRoles.filter((role) => !role.startsWith('no'));

/** The form of a Postgres cluster. `isNew`: name, type and the database can still be chosen. */
export function PostgresFields({ form, fields, isNew, size }: { form: ZodForm; fields: Fields; isNew: boolean; size: string }) {
  const database = fieldsOf(fields.database);
  return (
    <>
      <Section title="Cluster">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            meta={fieldOf(fields, 'name')}
            label="Name"
            readOnly={!isNew}
            help={isNew ? 'Lower-case letters, digits and -. It cannot change later.' : 'Fixed since the cluster was made.'}
          />
          <TextField
            meta={fieldOf(fields, 'instances')}
            label="Instances"
            type="number"
            min={1}
            max={10}
            help="One writes, the others follow and take over when it fails."
          />
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
            <input type="hidden" name={fieldOf(fields, 'type').name} defaultValue={text(fieldOf(fields, 'type').initialValue)} />
          )}
        </div>
      </Section>
      <Section title="Compute and storage">
        <div className="grid gap-4">
          <SizeFields form={form} fields={fields} presets={storedPresets} recommended={size} />
          <div className="grid gap-4 sm:grid-cols-2">
            <SchemaFields
              form={form}
              fields={fields}
              list={[
                {
                  name: 'storageBytes',
                  title: 'Storage',
                  description: 'For each instance. It can grow later, but never shrink.',
                  input: { kind: 'bytes' },
                },
              ]}
            />
            <TextField
              meta={fieldOf(fields, 'storageClass')}
              label="Storage class"
              optional
              readOnly={!isNew}
              help={isNew ? 'Empty: the default class of the cluster.' : 'Fixed since the cluster was made.'}
            />
          </div>
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

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
