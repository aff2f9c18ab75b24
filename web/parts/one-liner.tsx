import { CodeBlock } from '../ui/code-block.tsx';
import { StatusDot } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';

/** The line to paste, and below it what has come of it. The page reloads its data by itself (LiveProvider), so the state changes in place. */
export function OneLiner({ command, expiresAt, connected }: { command: string; expiresAt: string; connected: { at: string; kubernetesVersion: string } | undefined }) {
  return (
    <div className="grid gap-2.5">
      <CodeBlock code={command} label="Run where kubectl points at the cluster, as a cluster admin" wrap />
      <div aria-live="polite">
        {connected ? (
          <StatusDot tone="good">
            The agent connected <Time at={connected.at} /> from Kubernetes {connected.kubernetesVersion}.
          </StatusDot>
        ) : (
          <StatusDot tone="busy">
            Waiting for the agent… <span className="text-muted">The line works once, until <Time at={expiresAt} />.</span>
          </StatusDot>
        )}
      </div>
    </div>
  );
}
