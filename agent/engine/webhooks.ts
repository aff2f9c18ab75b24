import { parseKey, type Resource } from '@home-base/schema/kube/resource.ts';
import { stageOf, stages } from '@home-base/schema/kube/stage.ts';
import type { DesiredState } from '../contract.ts';
import { dig, digList, textsOf } from '../kube/json.ts';
import type { KindInfo, Kube } from '../kube/kube.ts';
import { type FailWebhook, failWebhooksOf, isWebhookConfiguration, servicesNeeded } from './order.ts';

const kinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;
const group = 'admissionregistration.k8s.io';
const readyForMs = 10_000;
const notReadyForMs = 400;

export type WebhookGate = {
  /** Service without a ready endpoint that this object has to wait for. */
  blocking: (resource: Resource, info: KindInfo) => Promise<string | undefined>;
};

/** For one desired state: which webhooks guard which kinds (those listed, and those in the cluster that call a Service of ours), read when first asked. */
export function createWebhookGate(kube: Kube, desired: DesiredState, now: () => number): WebhookGate {
  const isListed = (key: string) => desired.entries.has(key);
  let webhooks: Promise<FailWebhook[]> | undefined;
  const seen = new Map<string, { ready: boolean; until: number }>();

  const learn = async () => {
    const found: FailWebhook[] = [];
    for (const [key, [, sha256]] of desired.entries) {
      if (!key.startsWith(`${group}/`) || !isWebhookConfiguration(parseKey(key).kind)) continue;
      const configuration = await desired.blob(sha256).catch(() => undefined);
      if (configuration) found.push(...failWebhooksOf(configuration, isListed));
    }
    for (const kind of kinds) {
      await kube.list(
        { group, kind },
        { limit: 50, onPage: (items) => found.push(...items.flatMap((item) => failWebhooksOf(item, isListed))) },
      );
    }
    return found;
  };

  /** True also where it cannot be known (no permission): then the API server's own answer decides. */
  const isReady = async (service: string) => {
    const known = seen.get(service);
    if (known && known.until > now()) return known.ready;
    const { namespace, name } = parseKey(service);
    let ready = false;
    const answer = await kube.list(
      { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
      {
        ...(namespace && { namespace }),
        labelSelector: `kubernetes.io/service-name=${name}`,
        onPage: (items) => {
          ready ||= items.some((item) =>
            digList(item, 'endpoints').some(
              (endpoint) => dig(endpoint, 'conditions', 'ready') !== false && textsOf(endpoint.addresses).length > 0,
            ),
          );
        },
      },
    );
    if (!answer.ok) ready = true;
    seen.set(service, { ready, until: now() + (ready ? readyForMs : notReadyForMs) });
    return ready;
  };

  return {
    blocking: async (resource, info) => {
      const services = isWebhookConfiguration(resource.kind) && info.group === group ? ownServices(resource, isListed) : [];
      if (stageOf(resource) === stages.custom) {
        webhooks ??= learn();
        services.push(...servicesNeeded(resource, info.plural, await webhooks));
      }
      for (const service of services) if (!(await isReady(service))) return service;
      return undefined;
    },
  };
}

function ownServices(configuration: Resource, isListed: (key: string) => boolean): string[] {
  return [...new Set(failWebhooksOf(configuration, isListed).map((webhook) => webhook.service))];
}
