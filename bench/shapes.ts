import type { DesiredState } from '@home-base/agent/contract.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { labels } from '@home-base/schema/kube/labels.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { stageOf } from '@home-base/schema/kube/stage.ts';
import { type Entry, manifestFormat } from '@home-base/schema/wire/manifest.ts';

/** `mixed`: sets of Deployment (0 replicas), ServiceAccount, Service and Ingress, the shape of Flux's own benchmark. `maps`: small ConfigMaps. */
export type Shape = 'mixed' | 'maps';

/** What one tool is asked to apply: `count` objects of a shape in one namespace. `label` keeps what others applied out of our agent's watches. */
export type Load = { shape: Shape; namespace: string; count: number; label?: string };

/** Number `index` of a load. The same bytes for every tool but for namespace and label. */
function resourceAt({ shape, namespace, label = labels.managed }: Load, index: number): Resource {
  const meta = (name: string) => ({ name, namespace, labels: { [label]: 'true', 'app.kubernetes.io/name': name } });
  if (shape === 'maps') {
    const name = `map-${index}`;
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(name), data: { value: `number ${index}`, mode: 'bench' } };
  }
  const name = `app-${Math.floor(index / 4)}`;
  const selector = { 'app.kubernetes.io/name': name };
  switch (index % 4) {
    case 0:
      return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(name) };
    case 1:
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: meta(name),
        spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      };
    case 2:
      return {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: meta(name),
        spec: {
          replicas: 0,
          selector: { matchLabels: selector },
          template: {
            metadata: { labels: selector },
            spec: {
              serviceAccountName: name,
              containers: [
                {
                  name: 'web',
                  image: 'registry.invalid/web:1',
                  ports: [{ name: 'http', containerPort: 8080 }],
                  env: [{ name: 'MODE', value: 'bench' }],
                  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
                  readinessProbe: { httpGet: { path: '/', port: 'http' } },
                },
              ],
            },
          },
        },
      };
    default:
      return {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: meta(name),
        spec: {
          rules: [
            {
              host: `${name}.example.test`,
              http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } }] },
            },
          ],
        },
      };
  }
}

export function* resourcesOf(load: Load): Generator<Resource> {
  for (let index = 0; index < load.count; index += 1) yield resourceAt(load, index);
}

/**
 * A load as the edge half would hand it to the engine. A blob is made anew when it is asked for, as the agent fetches it when it is needed:
 * what the engine keeps is measured, not what a benchmark would keep.
 */
export function desiredOf(load: Load, version: number): DesiredState {
  const entries = new Map<string, Entry>();
  const indexOf = new Map<string, number>();
  let index = 0;
  for (const resource of resourcesOf(load)) {
    const text = canonicalText(resource);
    const sha256 = sha256Hex(text);
    const key = resourceKey(resource);
    entries.set(key, [key, sha256, text.length, stageOf(resource), 'batt_bench']);
    indexOf.set(sha256, index);
    index += 1;
  }
  return {
    manifest: {
      format: manifestFormat,
      installationId: 'inst_bench',
      version,
      desiredRev: version,
      createdAt: new Date().toISOString(),
      removals: [],
      decommission: false,
      paused: false,
      driftPolicy: 'revert',
    },
    entries,
    blob: async (sha256) => {
      const at = indexOf.get(sha256);
      if (at === undefined) throw new Error(`no blob ${sha256} in this load`);
      return resourceAt(load, at);
    },
  };
}

/** A newer version that lists the same. Entries stay the very objects, as in the agent, which keeps the pages that did not change. */
export function nextVersion(desired: DesiredState, version: number): DesiredState {
  return { ...desired, manifest: { ...desired.manifest, version, desiredRev: version }, entries: new Map(desired.entries) };
}

/** Collections of a shape's kinds, for applying and clearing without a discovery. */
const collections: Record<string, string> = {
  ConfigMap: 'api/v1/namespaces/NS/configmaps',
  ServiceAccount: 'api/v1/namespaces/NS/serviceaccounts',
  Service: 'api/v1/namespaces/NS/services',
  Deployment: 'apis/apps/v1/namespaces/NS/deployments',
  Ingress: 'apis/networking.k8s.io/v1/namespaces/NS/ingresses',
};

export function collectionOf(kind: string, namespace: string): string {
  const path = collections[kind];
  if (!path) throw new Error(`no collection of ${kind} among the benchmark's shapes`);
  return `/${path.replace('NS', namespace)}`;
}
