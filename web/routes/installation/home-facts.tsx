import { ShieldCheck } from 'lucide-react';
import { Link } from 'react-router';
import { ChangeCounts } from '../../parts/snapshots/change-counts.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { formatBytes, formatCount, formatCpu } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import type { Route } from './+types/home';

type Loaded = Route.ComponentProps['loaderData'];

/** Beside the health of an installation: its cluster, its newest snapshot and its agent. */
export function Facts({ overview, facts }: Pick<Loaded, 'overview' | 'facts'>) {
  const { agent, snapshot } = overview;
  const ready = facts?.nodes.filter((node) => node.ready).length ?? 0;
  const sum = (field: 'cpuMillis' | 'memoryBytes') => facts?.nodes.reduce((all, node) => all + node[field], 0) ?? 0;
  const addresses = [...new Set(Object.values(facts?.loadBalancers ?? {}).flat())];
  return (
    <div className="grid gap-5">
      <Section title="Cluster" description={facts ? undefined : 'The agent has not described it yet.'}>
        {facts ? (
          <KeyValues
            items={[
              ['Kubernetes', facts.kubernetesVersion],
              ['Nodes', `${ready} of ${facts.nodes.length} ready`],
              ['Capacity', `${formatCpu(sum('cpuMillis'))}, ${formatBytes(sum('memoryBytes'))}`],
              ['Pods', formatCount(facts.podCount)],
              [
                'Storage',
                facts.storageClasses.length > 0
                  ? facts.storageClasses.map((each) => (each.isDefault ? `${each.name} (default)` : each.name)).join(', ')
                  : 'no storage class',
              ],
              ['Addresses', addresses.length > 0 ? addresses.join(', ') : 'none given out'],
            ]}
          />
        ) : undefined}
      </Section>
      <Section title="Snapshot">
        {snapshot ? (
          <KeyValues
            items={[
              ['Version', <Link key="v" to={`snapshots/${snapshot.version}`} className="prose-link">{`v${snapshot.version}`}</Link>],
              ['Published', <Time key="t" at={snapshot.createdAt} />],
              ['Changes', <ChangeCounts key="c" changes={snapshot.changes} />],
              ['Agent follows', agent?.followedVersion ? `v${agent.followedVersion}` : 'none yet'],
              ['Catalog', snapshot.catalogVersion],
            ]}
          />
        ) : (
          <p className="text-muted">None yet: the first one is being published.</p>
        )}
      </Section>
      {agent && (
        <Section title="Agent">
          <div className="grid gap-3">
            <KeyValues
              items={[
                ['Version', agent.version],
                ['Last seen', agent.lastSeenAt ? <Time key="s" at={agent.lastSeenAt} /> : 'not yet'],
                ['Memory', agent.rssBytes ? formatBytes(agent.rssBytes) : undefined],
                [
                  'Key',
                  <code key="k" className="font-mono text-xs">
                    {agent.fingerprint}
                  </code>,
                ],
              ]}
            />
            <p className="flex gap-1.5 text-xs text-muted">
              <ShieldCheck aria-hidden size={14} className="mt-px shrink-0 text-good" />
              It applies only what is signed for this installation, within the rights that its manifest gave it.
            </p>
          </div>
        </Section>
      )}
    </div>
  );
}
