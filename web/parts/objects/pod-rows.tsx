import type { podPhases } from '@home-base/schema/wire/agent.ts';
import { StatusDot } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { formatCount } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { Time } from '../../ui/time.tsx';
import type { Tone } from '../../ui/tone.ts';
import { StackedCell, StackedRow, StackedTable } from '../stacked-table.tsx';

export type PodRow = {
  namespace: string;
  name: string;
  phase: (typeof podPhases)[number];
  ready: boolean;
  restarts: number;
  node: string | null;
  startedAt: Date | string | null;
  message: string | null;
};

/** How a pod stands, in a word and a colour. Pure. */
export function podWords({ phase, ready, message }: Pick<PodRow, 'phase' | 'ready' | 'message'>): { tone: Tone; words: string } {
  if (ready) return { tone: 'good', words: 'Ready' };
  switch (phase) {
    case 'Running':
      return message ? { tone: 'bad', words: 'Failing' } : { tone: 'busy', words: 'Running, not ready yet' };
    case 'Pending':
      return message ? { tone: 'bad', words: 'Cannot start' } : { tone: 'busy', words: 'Starting' };
    case 'Succeeded':
      return { tone: 'good', words: 'Done' };
    case 'Failed':
      return { tone: 'bad', words: 'Failed' };
    case 'Terminating':
      return { tone: 'busy', words: 'Shutting down' };
    case 'Unknown':
      return { tone: 'warn', words: 'Its node does not answer' };
    default:
      return phase satisfies never;
  }
}

type Props = { pods: readonly PodRow[]; hasMore: boolean /** What they belong to. */; name: string; empty: string };

/** The live pods of something, those that an operator made for it included. */
export function PodSection({ pods, hasMore, name, empty }: Props) {
  const ready = pods.filter((pod) => pod.ready).length;
  return (
    <Section
      title="Pods"
      description={pods.length > 0 ? `${formatCount(ready)} of ${formatCount(pods.length)}${hasMore ? ' shown' : ''} ready.` : undefined}
      flush
    >
      {pods.length === 0 ? <p className="px-4 py-3 text-muted">{empty}</p> : <PodRows pods={pods} label={`Pods of ${name}`} />}
    </Section>
  );
}

function PodRows({ pods, label }: { pods: readonly PodRow[]; label: string }) {
  return (
    <StackedTable label={label} head={['Pod', 'State', 'Restarts', 'Node', 'Started']}>
      {pods.map((pod) => (
        <StackedRow key={`${pod.namespace}/${pod.name}`}>
          <StackedCell className="sm:max-w-80">
            <code className="font-mono text-xs font-medium break-all">{pod.name}</code>{' '}
            <span className="text-xs text-faint">{pod.namespace}</span>
          </StackedCell>
          <StackedCell className="sm:max-w-96">
            <StatusDot tone={podWords(pod).tone}>{podWords(pod).words}</StatusDot>
            {pod.message && !pod.ready && <p className="text-xs break-words text-muted">{pod.message}</p>}
          </StackedCell>
          <StackedCell className={cx('figures', pod.restarts === 0 && 'text-faint max-sm:hidden')}>
            {formatCount(pod.restarts)}
            <span className="sm:hidden"> restart{pod.restarts === 1 ? '' : 's'}</span>
          </StackedCell>
          <StackedCell className={cx('text-muted', !pod.node && 'max-sm:hidden')}>
            {pod.node ? <span className="max-sm:before:content-['on_']">{pod.node}</span> : '–'}
          </StackedCell>
          <StackedCell className="text-xs text-faint">{pod.startedAt && <Time at={pod.startedAt} />}</StackedCell>
        </StackedRow>
      ))}
    </StackedTable>
  );
}

/** A Deployment only says that its pods are not there; the pod says why. */
export function StuckPod({ pod }: { pod: PodRow | undefined }) {
  if (!pod) return null;
  const { tone, words } = podWords(pod);
  return (
    <StatusDot tone={tone} className="flex items-start [&>svg]:mt-0.5">
      <span className="break-words text-muted">
        <span className="text-ink">
          Pod {pod.name}: {words.toLowerCase()}.
        </span>{' '}
        {pod.message}
      </span>
    </StatusDot>
  );
}
