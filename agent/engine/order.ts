import { formatKey, groupOf, parseKey, type Resource } from '@home-base/schema/kube/resource.ts';
import { stageOf, stages } from '@home-base/schema/kube/stage.ts';
import { digList, digText, textsOf } from '../kube/json.ts';

/*
 * What an object waits for: only what the API server needs to accept it (DESIGN.md 4.4). Never another workload's health, which deadlocks.
 */

/** The namespace entry that must be applied first; undefined where the object has none or the namespace is not ours. */
export function namespaceNeeded(key: string, isListed: (key: string) => boolean): string | undefined {
  const { namespace } = parseKey(key);
  if (namespace === undefined) return undefined;
  const wanted = formatKey({ group: '', kind: 'Namespace', name: namespace });
  return isListed(wanted) ? wanted : undefined;
}

/** Key of the listed CRD that serves a group (their names end in it), or a pattern where none is listed. */
export function definitionOf(group: string, keys: Iterable<string>): string {
  for (const key of keys) if (key.startsWith('apiextensions.k8s.io/CustomResourceDefinition/-/') && key.endsWith(`.${group}`)) return key;
  return `apiextensions.k8s.io/CustomResourceDefinition/-/*.${group}`;
}

/** One webhook that refuses what it matches when its Service does not answer. */
export type FailWebhook = { configuration: string; service: string; rules: { groups: string[]; resources: string[] }[] };

/** The Fail webhooks of a webhook configuration whose Service is listed among ours. */
export function failWebhooksOf(
  configuration: { metadata: { name: string }; [field: string]: unknown },
  isListed: (key: string) => boolean,
): FailWebhook[] {
  return digList(configuration, 'webhooks').flatMap((webhook) => {
    const name = digText(webhook, 'clientConfig', 'service', 'name');
    if (!name || webhook.failurePolicy === 'Ignore') return [];
    const service = formatKey({ group: '', kind: 'Service', namespace: digText(webhook, 'clientConfig', 'service', 'namespace'), name });
    if (!isListed(service)) return [];
    const rules = digList(webhook, 'rules')
      .filter((rule) => textsOf(rule.operations).some((operation) => ['*', 'CREATE', 'UPDATE'].includes(operation)))
      .map((rule) => ({ groups: textsOf(rule.apiGroups), resources: textsOf(rule.resources) }));
    return [{ configuration: configuration.metadata.name, service, rules }];
  });
}

/** Services that must have a ready endpoint before an object of this custom kind is accepted. Built-in kinds never wait: that could deadlock. */
export function servicesNeeded(
  resource: Pick<Resource, 'apiVersion' | 'kind'>,
  plural: string,
  webhooks: readonly FailWebhook[],
): string[] {
  if (stageOf(resource) !== stages.custom) return [];
  const group = groupOf(resource.apiVersion);
  const isMatched = (webhook: FailWebhook) =>
    webhook.rules.some(
      (rule) =>
        rule.groups.some((wanted) => wanted === '*' || wanted === group) &&
        rule.resources.some((wanted) => wanted === '*' || wanted === '*/*' || wanted === plural),
    );
  return [...new Set(webhooks.filter(isMatched).map((webhook) => webhook.service))];
}

export function isWebhookConfiguration(kind: string): boolean {
  return kind === 'ValidatingWebhookConfiguration' || kind === 'MutatingWebhookConfiguration';
}
