import type { ReactNode } from 'react';

/** A page that could not be shown: what happened, what to do, and the request id to quote. */
export function ErrorState({
  status,
  title,
  detail,
  requestId,
  action,
}: {
  status?: number;
  title: string;
  detail: ReactNode;
  requestId?: string;
  action?: ReactNode;
}) {
  return (
    <div role="alert" className="mx-auto grid max-w-lg gap-2 px-6 py-16">
      {status !== undefined && <p className="font-mono text-xs text-faint">{status}</p>}
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <div className="text-muted">{detail}</div>
      {requestId && (
        <p className="text-xs text-faint">
          Request <code className="font-mono select-all">{requestId}</code>. Quote it when you ask for help.
        </p>
      )}
      {action && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}
