import { Link } from 'react-router';
import { type HealthState, type ResourceState, ResourceStatus } from '../health.tsx';
import { describeKey } from '../resource-name.tsx';
import { resourcePath } from './resource-rows.tsx';

type Node = { key: string; state: ResourceState; health: HealthState; message?: string | null };

/** What must come first is on top; each line below waits for the one above it. */
export function WaitTree({
  self,
  state,
  waitsFor,
  waiting,
  at,
}: {
  self: string;
  state: { state: ResourceState; health: HealthState } | undefined;
  waitsFor: Node[];
  waiting: Node[];
  at: string;
}) {
  const chain: Node[] = [...waitsFor.toReversed(), { key: self, state: state?.state ?? 'pending', health: state?.health ?? 'unknown' }];
  return (
    <ul aria-label="What waits for what">
      <Chain chain={chain} self={self} waiting={waiting} at={at} />
    </ul>
  );
}

function Chain({ chain: [first, ...rest], self, waiting, at }: { chain: Node[]; self: string; waiting: Node[]; at: string }) {
  if (!first) return null;
  const below =
    rest.length > 0 ? (
      <Chain chain={rest} self={self} waiting={waiting} at={at} />
    ) : (
      waiting.map((node) => <Leaf key={node.key} node={node} at={at} />)
    );
  return (
    <li className="grid gap-1.5">
      <Line node={first} at={at} isSelf={first.key === self} />
      {(rest.length > 0 || waiting.length > 0) && <ul className="ml-1.5 grid gap-1.5 border-l border-line-strong pl-4">{below}</ul>}
    </li>
  );
}

function Leaf({ node, at }: { node: Node; at: string }) {
  return (
    <li>
      <Line node={node} at={at} />
    </li>
  );
}

function Line({ node, at, isSelf }: { node: Node; at: string; isSelf?: boolean }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <ResourceStatus state={node.state} health={node.health} />
      {isSelf ? (
        <span aria-current="page" className="min-w-0 font-medium break-words">
          {describeKey(node.key)}
        </span>
      ) : (
        <Link to={resourcePath(at, node.key)} className="min-w-0 break-words hover:underline">
          {describeKey(node.key)}
        </Link>
      )}
      {node.message && <span className="min-w-0 break-words text-muted">{node.message}</span>}
    </span>
  );
}
