import type { Resource } from '@home-base/schema/kube/resource.ts';
import { hasBattery, type Summary } from '../summary.ts';

export function configMap(name: string, namespace: string, data: Record<string, string>, labels?: Record<string, string>): Resource {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...(labels && { labels }) }, data };
}

/** A dashboard that Grafana's sidecar picks up by label; nothing without the battery grafana. `model` is Grafana's dashboard JSON. */
export function dashboard(
  { name, namespace, folder, model }: { name: string; namespace: string; folder: string; model: object },
  summary: Summary,
): Resource[] {
  if (!hasBattery(summary, 'grafana')) return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: folder } },
      data: { [`${name}.json`]: JSON.stringify(model) },
    },
  ];
}

/** As Grafana's provisioning has it; all are asked by Grafana's server, and none can be edited in it. */
export type Datasource = { name: string; uid: string; type: string; url: string; isDefault?: boolean; jsonData?: object };

/** Data sources that Grafana's sidecar picks up by label; nothing without the battery grafana. YAML, of which JSON is a part. */
export function datasources(
  { name, namespace, datasources: list }: { name: string; namespace: string; datasources: Datasource[] },
  summary: Summary,
): Resource[] {
  if (!hasBattery(summary, 'grafana')) return [];
  const provisioned = { apiVersion: 1, datasources: list.map((one) => ({ ...one, access: 'proxy', editable: false })) };
  return [configMap(name, namespace, { [`${name}.yaml`]: JSON.stringify(provisioned, undefined, 1) }, { grafana_datasource: '1' })];
}
