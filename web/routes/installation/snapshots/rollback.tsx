import { findBattery } from '@home-base/catalog/registry.ts';
import { Undo2 } from 'lucide-react';
import { Form } from 'react-router';
import { FormErrors } from '../../../parts/form-errors.tsx';
import { MadeFrom } from '../../../parts/made-from.tsx';
import { useMayChange, ViewerNotice } from '../../../parts/rights.tsx';
import { countKeyChanges, KeyChangeList } from '../../../parts/snapshots/key-changes.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/rollback';

export { action, loader } from './rollback.server.ts';
export const meta: Route.MetaFunction = ({ params }) => [{ title: `Roll back to snapshot ${params.version} · Home Base` }];

type Preview = Route.ComponentProps['loaderData']['preview'];

export default function RollbackPage({ loaderData: { preview }, actionData }: Route.ComponentProps) {
  const { id, name } = useInstallation();
  const at = `/installations/${id}`;
  const mayChange = useMayChange();
  const { version, current, diff, rendersDifferently } = preview;
  const otherwise = countKeyChanges(rendersDifferently);
  const total = otherwise.added + otherwise.changed + otherwise.removed;
  const linkOf =
    current === undefined
      ? undefined
      : (key: string) => `${at}/snapshots/diff?${new URLSearchParams({ from: String(current), to: String(version), key })}#fields`;
  return (
    <>
      <Breadcrumbs
        items={[
          { label: name, to: at },
          { label: 'Snapshots', to: `${at}/snapshots` },
          { label: String(version), to: `${at}/snapshots/${version}` },
          { label: 'Roll back' },
        ]}
      />
      <PageHeader
        title={`Roll back to snapshot ${version}`}
        description={`This is what changes in the cluster, from snapshot ${current ?? 'none'} to ${version}. Automatic sync stays on.`}
      />
      {total > 0 && (
        <Notice
          tone="warn"
          title={`Today's catalog would render ${formatCount(total)} ${total === 1 ? 'resource' : 'resources'} differently`}
        >
          The rollback publishes exactly what snapshot {version} was. The next edit after it brings these along: {otherwise.added} added,{' '}
          {otherwise.changed} changed, {otherwise.removed} removed.
        </Notice>
      )}
      {preview.release && (
        <Notice tone="warn" title={`The catalog goes back from ${preview.release.from} to ${preview.release.to}`}>
          The installation is pinned to that release: choose a channel in Settings when it should move on again.
        </Notice>
      )}
      {rowSentences(preview.rows).length > 0 && (
        <Section title="In Home Base">
          <ul className="list-disc pl-4">
            {rowSentences(preview.rows).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="In the cluster" flush>
        <KeyChangeList changes={diff} {...(linkOf && { linkOf })} label="What changes in the cluster" />
      </Section>
      {diff.removed.length > 0 && (
        <p className="text-muted">
          Removed resources go at once, but definitions (CRDs), namespaces and data stay. A rollback brings back no data that was deleted.
        </p>
      )}
      <ViewerNotice />
      <Form method="post" className="flex flex-wrap gap-2">
        <MadeFrom value={preview.desiredRev} />
        <FormErrors errors={actionData?.result.error?.[''] ?? undefined} isStale={actionData?.isStale} />
        {mayChange && (
          <SubmitButton icon={Undo2} busy="Rolling back">
            Roll back to snapshot {version}
          </SubmitButton>
        )}
        <ButtonLink variant="quiet" to={`${at}/snapshots/${version}`}>
          {mayChange ? 'Cancel' : 'Back'}
        </ButtonLink>
      </Form>
    </>
  );
}

/** What happens to batteries and objects, one sentence each. */
function rowSentences({ batteries, objects }: Preview['rows']): string[] {
  const names = (types: string[]) => types.map((type) => findBattery(type)?.name ?? type).join(', ');
  const sentences: [string, string[]][] = [
    [`Enabled again: ${names(batteries.enabled)}.`, batteries.enabled],
    [`Disabled: ${names(batteries.disabled)}.`, batteries.disabled],
    [`Configured as it was: ${names(batteries.changed)}.`, batteries.changed],
    [`Restored: ${objects.restored.join(', ')}.`, objects.restored],
    [`Deleted: ${objects.deleted.join(', ')}.`, objects.deleted],
    [`Changed back: ${objects.changed.join(', ')}.`, objects.changed],
  ];
  return sentences.filter(([, touched]) => touched.length > 0).map(([sentence]) => sentence);
}
