import { findBattery } from '@home-base/catalog/registry.ts';
import { GitCompareArrows, Undo2 } from 'lucide-react';
import { ResourceRows } from '../../../parts/resources/resource-rows.tsx';
import { useMayChange } from '../../../parts/rights.tsx';
import { ChangeCounts } from '../../../parts/snapshots/change-counts.tsx';
import { snapshotState } from '../../../parts/snapshots/snapshot-state.ts';
import { StatusDot } from '../../../ui/badge.tsx';
import { Breadcrumbs } from '../../../ui/breadcrumbs.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { KeyValues } from '../../../ui/key-values.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { formatCount } from '../../../ui/quantity.ts';
import { PageHeader, Section } from '../../../ui/section.tsx';
import { Time } from '../../../ui/time.tsx';
import { useInstallation } from '../layout.tsx';
import type { Route } from './+types/show';

export { loader } from './show.server.ts';
export const meta: Route.MetaFunction = ({ params }) => [{ title: `Snapshot ${params.version} · Home Base` }];

export default function SnapshotPage({ loaderData: { snapshot, rows, nextCursor, failed, agent } }: Route.ComponentProps) {
  const { id, name, publishedVersion } = useInstallation();
  const at = `/installations/${id}`;
  const { version } = snapshot;
  const mayChange = useMayChange();
  const isCurrent = version === publishedVersion;
  const { tone, words } = snapshotState(version, publishedVersion, agent);
  return (
    <>
      <Breadcrumbs items={[{ label: name, to: at }, { label: 'Snapshots', to: `${at}/snapshots` }, { label: String(version) }]} />
      <PageHeader
        title={`Snapshot ${version}`}
        status={<StatusDot tone={tone}>{words}</StatusDot>}
        actions={
          <>
            {version > 1 && (
              <ButtonLink icon={GitCompareArrows} to={`${at}/snapshots/diff?from=${version - 1}&to=${version}`}>
                What changed
              </ButtonLink>
            )}
            {!isCurrent && mayChange && (
              <ButtonLink variant="primary" icon={Undo2} to={`${at}/snapshots/${version}/rollback`}>
                Roll back to this…
              </ButtonLink>
            )}
          </>
        }
      />
      {snapshot.failures.map((failure) => (
        <Notice key={failure.owner} tone="bad" title={`${findBattery(failure.battery)?.name ?? failure.battery} could not be rendered`}>
          {failure.message} What it had before stays listed; everything else goes on.
        </Notice>
      ))}
      <Section title="Contents">
        <KeyValues
          items={[
            ['Published', <Time key="at" at={snapshot.createdAt} />],
            ['Resources', formatCount(snapshot.resourceCount)],
            ['Against the one before', <ChangeCounts key="changes" changes={snapshot.changes} />],
            ['Rolled back to', snapshot.rollbackOf === null ? undefined : `snapshot ${snapshot.rollbackOf}`],
            ['Catalog', snapshot.catalogVersion],
            [
              'Manifest',
              <code key="sha" className="font-mono text-xs break-all">
                {snapshot.manifestSha256}
              </code>,
            ],
          ]}
        />
      </Section>
      {isCurrent && failed.length > 0 && (
        <Section title="Failed" description="The API server did not accept these. Everything that does not need them goes on." flush>
          <ResourceRows rows={failed} at={at} label="Failed resources" />
        </Section>
      )}
      <Section
        title="Resources"
        description={isCurrent ? 'With their result in the cluster.' : 'As this snapshot listed them, beside what the cluster has now.'}
        flush
      >
        <ResourceRows rows={rows} at={at} label={`Resources of snapshot ${version}`} />
        <Pagination nextCursor={nextCursor} label="Next page" />
      </Section>
    </>
  );
}
