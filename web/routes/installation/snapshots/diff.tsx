import { describeKey } from '../../../parts/resource-name.tsx';
import { resourcePath } from '../../../parts/resources/resource-rows.tsx';
import { FieldChanges } from '../../../parts/snapshots/field-changes.tsx';
import { KeyChangeList } from '../../../parts/snapshots/key-changes.tsx';
import { DiffView } from '../../../parts/yaml-view.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/diff';

export { loader } from './diff.server.ts';
export const meta: Route.MetaFunction = () => [{ title: 'Difference of snapshots · Home Base' }];

export default function SnapshotDiffPage({ loaderData: { diff, resource } }: Route.ComponentProps) {
  const { id, name } = useInstallation();
  const at = `/installations/${id}`;
  const { from, to } = diff;
  const linkOf = (key: string) => `${at}/snapshots/diff?${new URLSearchParams({ from: String(from), to: String(to), key })}#fields`;
  return (
    <>
      <Breadcrumbs items={[{ label: name, to: at }, { label: 'Snapshots', to: `${at}/snapshots` }, { label: `${from} → ${to}` }]} />
      <PageHeader
        title={`Snapshot ${from} → ${to}`}
        description="Which resources come, change and go. Choose one to see its fields."
        actions={<ButtonLink to={`${at}/snapshots/diff?from=${to}&to=${from}`}>The other way round</ButtonLink>}
      />
      <Section flush>
        <KeyChangeList changes={diff} linkOf={linkOf} current={resource?.key} label={`Resources that differ between ${from} and ${to}`} />
      </Section>
      {resource && (
        <Section
          id="fields"
          title={describeKey(resource.key)}
          actions={
            <ButtonLink size="sm" to={resourcePath(at, resource.key)}>
              Open resource
            </ButtonLink>
          }
          flush
        >
          {resource.before && resource.after && <FieldChanges fields={resource.fields} label="Fields that differ" />}
          <div className="border-t p-4">
            <DiffView
              before={resource.before}
              after={resource.after}
              label={`YAML of ${describeKey(resource.key)}, snapshot ${from} against ${to}`}
            />
          </div>
        </Section>
      )}
    </>
  );
}
