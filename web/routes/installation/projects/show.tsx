import { findCollection, type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { FolderOutput, Pencil, Plus } from 'lucide-react';
import { Form, Link } from 'react-router';
import { objectPlaces } from '../../../parts/objects/places.ts';
import { OpenLink } from '../../../parts/open-link.tsx';
import { AddObjects } from '../../../parts/projects/add-objects.tsx';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { sumTallies, TallyStatus } from '../../../parts/tally.tsx';
import { StatusDot } from '../../../ui/badge.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { action, loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.project.name ?? 'Not found'} · Home Base` }];

type Loaded = Route.ComponentProps['loaderData'];

export default function ProjectPage({ loaderData: { project, urls, enabled, unassigned } }: Route.ComponentProps) {
  const installation = useInstallation();
  const at = `/installations/${installation.id}`;
  const here = `${at}/projects/${project.id}`;
  const mayChange = useMayChange();
  const kinds = objectCollections.flatMap((collection) => {
    const objects = project.objects.filter((object) => findCollection(object.kind) === collection);
    return objects.length > 0 ? [{ collection, objects }] : [];
  });
  return (
    <>
      <Breadcrumbs items={[{ label: installation.name, to: at }, { label: 'Projects', to: `${at}/projects` }, { label: project.name }]} />
      <PageHeader
        title={project.name}
        description={project.description && <span className="whitespace-pre-line">{project.description}</span>}
        status={
          project.objects.length > 0 ? (
            <TallyStatus tally={sumTallies(project.objects.map(({ counts }) => counts))} />
          ) : (
            <StatusDot tone="idle">Empty</StatusDot>
          )
        }
        actions={
          <>
            {project.objects.length > 0 && (
              <ButtonLink icon={FolderOutput} to={`${here}/export`}>
                Export
              </ButtonLink>
            )}
            {mayChange && (
              <ButtonLink icon={Pencil} to={`${here}/edit`}>
                Edit
              </ButtonLink>
            )}
          </>
        }
      />
      {kinds.map(({ collection, objects }) => (
        <Objects key={collection} collection={collection} objects={objects} urls={urls} at={at} />
      ))}
      {mayChange ? (
        <>
          <Section title="Create in this project" description="It belongs to the project from the start.">
            <div className="flex flex-wrap gap-2">
              {objectCollections
                .filter((collection) => enabled.includes(objectKinds[collection].battery))
                .map((collection) => (
                  <ButtonLink
                    key={collection}
                    size="sm"
                    icon={Plus}
                    to={`${at}/${objectPlaces[collection].segment}/new?project=${project.id}`}
                  >
                    {capital(objectKinds[collection].noun)}
                  </ButtonLink>
                ))}
            </div>
          </Section>
          {unassigned.length > 0 && <AddObjects kinds={unassigned} />}
        </>
      ) : (
        <ViewerNotice />
      )}
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type ObjectsProps = { collection: ObjectCollection; objects: Loaded['project']['objects']; urls: Loaded['urls']; at: string };

function Objects({ collection, objects, urls, at }: ObjectsProps) {
  const { title, segment } = objectPlaces[collection];
  const mayChange = useMayChange();
  return (
    <Section title={title} flush>
      <ul className="divide-y">
        {objects.map(({ id, name, counts }) => (
          <li
            key={id}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 px-4 py-2 hover:bg-hover/50 sm:grid-cols-[minmax(0,1fr)_11rem_6rem]"
          >
            <span className="min-w-0 break-words">
              <Link to={`${at}/${segment}/${id}`} prefetch="intent" className="font-medium hover:underline">
                {name}
              </Link>
              {urls[id]?.[0] && <OpenLink url={urls[id][0]} name={name} />}
            </span>
            <span className="max-sm:order-3 max-sm:col-span-2">
              <TallyStatus tally={counts} />
            </span>
            {mayChange && (
              <Form method="post" className="justify-self-end">
                <Button
                  type="submit"
                  size="sm"
                  variant="quiet"
                  name="remove"
                  value={`${segment}/${id}`}
                  aria-label={`Take ${name} out of the project`}
                  title="It goes on as it is."
                >
                  Take out
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
