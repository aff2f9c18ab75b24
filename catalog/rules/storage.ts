import { fixed, type Issue } from './issue.ts';

type Stored = { storageBytes?: number | undefined; storageClass?: string | undefined };

/** A volume can grow, and neither shrink nor move to another class. */
export function storageIssues(next: Stored, before: Stored): Issue[] {
  const issues: Issue[] = [];
  if ((next.storageBytes === undefined) !== (before.storageBytes === undefined))
    issues.push({
      path: 'storageBytes',
      message: 'storage can neither be added nor taken away later: delete the object and create it anew, or keep it as it is',
    });
  else if (next.storageBytes !== undefined && before.storageBytes !== undefined && next.storageBytes < before.storageBytes)
    issues.push({ path: 'storageBytes', message: `storage only grows: keep at least ${before.storageBytes} bytes` });
  if (next.storageClass !== before.storageClass) issues.push(fixed('storageClass', before.storageClass ?? 'the default class'));
  return issues;
}
