import { getBattery, isBatteryType } from '@home-base/catalog/registry.ts';
import type { ImportPreview, SignatureState } from '@home-base/schema/wire/project-export.ts';
import { FolderInput, RefreshCw } from 'lucide-react';
import { Form } from 'react-router';
import { StatusDot } from '../../ui/badge.tsx';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field } from '../../ui/field.tsx';
import { Checkbox, Input } from '../../ui/input.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import type { Tone } from '../../ui/tone.ts';
import { useMayChange } from '../rights.tsx';
import { StackedCell, StackedRow, StackedTable } from '../stacked-table.tsx';
import { type ImportProblem, renamePrefix } from './import-form.ts';

const signatureWords: Record<SignatureState, { tone: Tone; words: string }> = {
  valid: { tone: 'good', words: 'Signed by this Home Base, and unchanged since' },
  changed: { tone: 'bad', words: 'Signed by this Home Base, but changed since: read it like something a stranger wrote' },
  unknown: { tone: 'warn', words: 'Not signed by this Home Base: read it like something a stranger wrote' },
};

const visibilityWords = { private: 'the organization that made it', team: 'organizations of its members', public: 'everyone' };

type Props = { preview: ImportPreview; text: string; problems: ImportProblem[]; exclude: string[]; refused: string[]; at: string };

/** What a document would create here: names can be changed and objects left out, and it is looked at again before it is imported. */
export function ImportPreviewForm({ preview, text, problems, exclude, refused, at }: Props) {
  const mayChange = useMayChange();
  const { objects, missingBatteries, removed } = preview;
  const blocking = problems.filter(({ blocks }) => blocks);
  const others = problems.filter(({ blocks }) => !blocks);
  return (
    <Form method="post" encType="multipart/form-data" className="grid max-w-3xl gap-5">
      <input type="hidden" name="document" value={text} />
      {refused.length > 0 && (
        <Notice tone="bad" title="Nothing was imported" alert>
          {refused.map((reason) => (
            <p key={reason}>{capital(reason)}</p>
          ))}
        </Notice>
      )}
      {blocking.length > 0 && <Problems tone="bad" title="It cannot be imported like this" problems={blocking} />}
      {others.length > 0 && <Problems tone="warn" title="To know before" problems={others} />}
      <About preview={preview} />
      <Section title="Objects" description="A name that is taken here got a new one; references among them follow." flush>
        {objects.length === 0 ? (
          <p className="px-4 py-3 text-muted">There is none: only the project itself is created.</p>
        ) : (
          <StackedTable label="Objects" head={['In the file', 'Name here', 'Leave out']}>
            {objects.map(({ kind, noun, name, newName }) => (
              <StackedRow key={`${kind}/${name}`}>
                <StackedCell>
                  <span className="font-medium">{name}</span> <span className="text-xs text-muted">{noun}</span>
                </StackedCell>
                <StackedCell>
                  <Input
                    name={`${renamePrefix}${kind}/${name}`}
                    defaultValue={newName}
                    aria-label={`Name here of the ${noun} ${name}`}
                    autoComplete="off"
                    autoCapitalize="none"
                    spellCheck={false}
                    maxLength={40}
                    className="max-w-60"
                  />
                  {newName !== name && <p className="text-xs text-warn">Not “{name}”, as in the file.</p>}
                </StackedCell>
                <StackedCell>
                  <LeaveOut path={`${kind}.${name}`} label={`Leave out ${name}`} isNarrowOnly />
                </StackedCell>
              </StackedRow>
            ))}
          </StackedTable>
        )}
      </Section>
      {exclude.length > 0 && (
        <Section title="Left out">
          <div className="grid gap-1.5">
            {exclude.map((path) => (
              <LeaveOut key={path} path={path} label={path} isOut />
            ))}
          </div>
        </Section>
      )}
      {missingBatteries.length > 0 && (
        <Section title="Batteries that it needs" description="Enabled with their defaults, in the same step.">
          <div className="flex items-start gap-2.5">
            <Checkbox id="enableBatteries" name="enableBatteries" defaultChecked className="mt-0.5" />
            <label htmlFor="enableBatteries">
              Enable {missingBatteries.map((type) => (isBatteryType(type) ? getBattery(type).name : type)).join(', ')}
            </label>
          </div>
        </Section>
      )}
      {removed.length > 0 && (
        <Section title="Not in the file" description="To be filled in afterwards, where it is needed.">
          <ul className="grid gap-1">
            {removed.map(({ path, because }) => (
              <li key={path}>
                <code className="font-mono text-xs break-all">{path}</code> <span className="text-muted">{because}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <div className="flex flex-wrap gap-2">
        {mayChange && (
          <>
            <SubmitButton icon={FolderInput} busy="Importing" name="intent" value="import">
              Import project
            </SubmitButton>
            <SubmitButton variant="secondary" icon={RefreshCw} name="intent" value="preview">
              Look again
            </SubmitButton>
          </>
        )}
        <ButtonLink variant="quiet" to={`${at}/projects/import`} reloadDocument>
          Another file
        </ButtonLink>
      </div>
    </Form>
  );
}

function About({ preview: { name, description, signature, visibility, exportedAt, catalogVersion } }: { preview: ImportPreview }) {
  const { tone, words } = signatureWords[signature];
  return (
    <Section title="Project">
      <div className="grid gap-4">
        <Field meta={{ id: 'name', name: 'name', initialValue: name }} label="Name" className="max-w-sm">
          {(props) => <Input {...props} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} />}
        </Field>
        <KeyValues
          items={[
            ['Description', description || undefined],
            [
              'Signature',
              <StatusDot key="signature" tone={tone} className="items-start [&>svg]:mt-0.5">
                {words}
              </StatusDot>,
            ],
            ['Exported', <Time key="at" at={exportedAt} />],
            ['For', visibilityWords[visibility]],
            ['Catalog', catalogVersion],
          ]}
        />
      </div>
    </Section>
  );
}

/** Each problem with the part that it is about, which can be left out. */
function Problems({ tone, title, problems }: { tone: Tone; title: string; problems: ImportProblem[] }) {
  return (
    <Notice tone={tone} title={title}>
      <ul className="grid gap-2">
        {problems.map(({ path, message, part }) => (
          <li key={`${path} ${message}`} className="grid gap-1">
            <span className="text-ink">{capital(message)}</span>
            {part ? <LeaveOut path={part} label={`Leave out ${part}`} /> : <code className="font-mono text-2xs break-all">{path}</code>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function LeaveOut({ path, label, isOut, isNarrowOnly }: { path: string; label: string; isOut?: boolean; isNarrowOnly?: boolean }) {
  return (
    <span className="flex items-start gap-2 text-muted">
      <Checkbox id={`out-${path}`} name="exclude" value={path} defaultChecked={isOut ?? false} aria-label={label} className="mt-0.5" />
      <label htmlFor={`out-${path}`} className={cx('min-w-0 break-words', isNarrowOnly && 'sm:hidden')}>
        {isNarrowOnly ? 'Leave out' : label}
      </label>
    </span>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
