import { Download } from 'lucide-react';
import { Form } from 'react-router';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Checkbox } from '../../../ui/input.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/export';

export { loader } from './export.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `Export ${loaderData?.project.name ?? 'project'} · Home Base` }];

type Loaded = Route.ComponentProps['loaderData'];

const visibilityCards = [
  { value: 'private', label: 'This organization', help: 'Only here, unchanged. It keeps what belongs to this installation.' },
  { value: 'team', label: 'My organizations', help: 'Also where the importing person is a member of this organization.' },
  { value: 'public', label: 'Everyone', help: 'Anywhere. Host names and the like stay here, and the file names nobody.' },
];

/** Without which class each list of removed parts is hidden: by CSS, from the chosen visibility. */
const shownFor = {
  private: 'hidden group-has-[input[value=private]:checked]/export:block',
  team: 'hidden group-has-[input[value=team]:checked]/export:block',
  public: 'hidden group-has-[input[value=public]:checked]/export:block',
};

export default function ExportProjectPage({ loaderData: { project, objects, removed, chosen } }: Route.ComponentProps) {
  const { id, name } = useInstallation();
  const at = `/installations/${id}`;
  const here = `${at}/projects/${project.id}`;
  return (
    <>
      <Breadcrumbs
        items={[
          { label: name, to: at },
          { label: 'Projects', to: `${at}/projects` },
          { label: project.name, to: here },
          { label: 'Export' },
        ]}
      />
      <PageHeader
        title={`Export ${project.name}`}
        description="A signed file of how its objects are set up, to import elsewhere. No data, no passwords, and nothing that looks like one."
      />
      {/* The answer is a file: the browser saves it and stays here. */}
      <Form method="post" action={`${here}/export/file`} reloadDocument className="group/export grid max-w-3xl gap-5">
        <Section>
          <RadioCards
            meta={{ id: 'visibility', name: 'visibility', initialValue: chosen.visibility }}
            label="Who may import it"
            cards={visibilityCards}
          />
        </Section>
        <Section title="Left out by itself">
          {removed.map(({ visibility, parts }) => (
            <div key={visibility} className={shownFor[visibility]}>
              <Removed parts={parts} />
            </div>
          ))}
        </Section>
        <Section title="Leave out as well" description="Check what should not be in the file.">
          <ul className="grid gap-3">
            {objects.map((object) => (
              <ObjectChoice key={object.path} object={object} exclude={chosen.exclude} />
            ))}
          </ul>
        </Section>
        <div className="flex gap-2">
          <Button type="submit" variant="primary" icon={Download}>
            Download
          </Button>
          <ButtonLink variant="quiet" to={here}>
            Back
          </ButtonLink>
        </div>
      </Form>
    </>
  );
}

function Removed({ parts }: { parts: Loaded['removed'][number]['parts'] }) {
  if (parts.length === 0) return <p className="text-muted">Nothing: all that its objects are made of can go along.</p>;
  return (
    <ul className="grid gap-1">
      {parts.map(({ path, because }) => (
        <li key={path}>
          <code className="font-mono text-xs break-all">{path}</code> <span className="text-muted">{because}</span>
        </li>
      ))}
    </ul>
  );
}

function ObjectChoice({ object, exclude }: { object: Loaded['objects'][number]; exclude: string[] }) {
  const { path, label, noun, parts } = object;
  return (
    <li className="grid gap-1.5">
      <Choice part={{ path, label }} exclude={exclude} note={noun} />
      {parts.length > 0 && (
        <details open={parts.some((part) => exclude.includes(part.path)) || undefined} className="group ml-6">
          <summary className="text-muted hover:text-ink">
            <Disclosure />
            {formatCount(parts.length)} {parts.length === 1 ? 'part' : 'parts'}
          </summary>
          <div className="grid gap-1 pt-1.5">
            {parts.map((part) => (
              <Choice key={part.path} part={part} exclude={exclude} />
            ))}
          </div>
        </details>
      )}
    </li>
  );
}

function Choice({ part: { path, label }, exclude, note }: { part: { path: string; label: string }; exclude: string[]; note?: string }) {
  return (
    <span className="flex items-start gap-2">
      <Checkbox id={path} name="exclude" value={path} defaultChecked={exclude.includes(path)} className="mt-0.5" />
      <label htmlFor={path} className="min-w-0 break-words">
        {label} {note && <span className="text-xs text-muted">{note}</span>}
      </label>
    </span>
  );
}
