import type { ZodForm } from '../zod-form.ts';
import { type Fields, fieldOf } from './form-tree.ts';
import { RowList } from './row-list.tsx';
import { CheckField, ChoiceField, LinesField, TextField } from './text-fields.tsx';

export const freshContainer = { name: '', image: '', command: '', args: '', env: [], mounts: [] };

/** One container of a web service. */
export function ContainerFields({ form, fields }: { form: ZodForm; fields: Fields }) {
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
      <RowList
        form={form}
        meta={fieldOf(fields, 'env')}
        legend="Environment"
        noun="variable"
        fresh={{ name: '', source: 'value', value: '' }}
      >
        {(env) => <EnvFields env={env} />}
      </RowList>
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
