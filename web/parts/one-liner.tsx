import { StatusDot } from '../ui/badge.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Time } from '../ui/time.tsx';

export type Enrolment = { command: string; madeAt: string; expiresAt: string };

/**
 * The line to paste, and below it what has come of it: the state changes in place, because a live page loads its data again. Only an agent that
 * enrolled after the line was made counts as its answer.
 */
export function OneLiner({
  enrolment,
  agent,
}: {
  enrolment: Enrolment;
  agent: { enrolledAt: string | Date; kubernetesVersion: string } | undefined;
}) {
  const isConnected = agent && new Date(agent.enrolledAt) >= new Date(enrolment.madeAt);
  return (
    <div className="grid gap-2.5">
      <CodeBlock code={enrolment.command} label="Run where kubectl points at the cluster, as a cluster admin" wrap />
      <div aria-live="polite">
        {isConnected ? (
          <StatusDot tone="good">
            The agent connected <Time at={agent.enrolledAt} /> from Kubernetes {agent.kubernetesVersion}.
          </StatusDot>
        ) : (
          <StatusDot tone="busy">
            Waiting for the agent…{' '}
            <span className="text-muted">
              The line works once and expires <Time at={enrolment.expiresAt} />
            </span>
          </StatusDot>
        )}
      </div>
    </div>
  );
}
