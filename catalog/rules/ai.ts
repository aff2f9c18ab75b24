import type { Model } from '../objects/model.ts';
import type { NodeType } from '../objects/node-type.ts';
import type { Notebook } from '../objects/notebook.ts';
import { hasBattery, type Owned, type Summary } from '../summary.ts';
import { fixed, type Issue, taken } from './issue.ts';
import { ownSecretIssues } from './secrets.ts';
import { storageIssues } from './storage.ts';

/** May this notebook be created (`before` absent) or replace `before`? */
export function checkNotebook(summary: Summary, next: Notebook, before?: Owned<Notebook>): Issue[] {
  const issues = [...gpuIssues(summary, next.nodeType), ...ownSecretIssues(next, isNotebookSecret)];
  if (summary.notebooks.some((other) => other.id !== before?.id && other.name === next.name)) issues.push(taken('a notebook', next.name));
  // Its name is its path on the host that all notebooks share.
  if (next.name === 'oauth2') issues.push({ path: 'name', message: 'the sign-in has this path: choose another name' });
  next.env.forEach(({ name }, index) => {
    if (name === 'JUPYTER_TOKEN')
      issues.push({
        path: `env.${index}.name`,
        message: 'the token is made in the cluster, so that nobody else knows it: take this variable away',
      });
  });
  if (!before) return issues;
  if (next.name !== before.name) issues.push(fixed('name', before.name));
  return [...issues, ...storageIssues(next, before)];
}

/** Tokens of notebooks, and what their sign-in proves itself with. */
function isNotebookSecret(name: string): boolean {
  return name.startsWith('notebook-') || name.startsWith('oauth2-proxy-');
}

/** May this model be created (`before` absent) or replace `before`? */
export function checkModel(summary: Summary, next: Model, before?: Owned<Model>): Issue[] {
  const issues = gpuIssues(summary, next.nodeType);
  if (summary.models.some((other) => other.id !== before?.id && other.name === next.name)) issues.push(taken('a model', next.name));
  if (!before) return issues;
  if (next.name !== before.name) issues.push(fixed('name', before.name));
  if (next.storageClass !== before.storageClass) issues.push(fixed('storageClass', before.storageClass ?? 'the default class'));
  return issues;
}

/** Pods ask for a GPU by a resource that only the device plugin offers: without it they would wait for ever. */
function gpuIssues(summary: Summary, nodeType: NodeType): Issue[] {
  if (nodeType === 'default' || hasBattery(summary, 'nvidia_device_plugin')) return [];
  return [{ path: 'nodeType', message: 'GPUs need the battery Nvidia Device Plugin: enable it first, or choose the default node type' }];
}
