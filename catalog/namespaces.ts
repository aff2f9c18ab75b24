import { batteryCore } from './batteries/battery_core/battery.ts';
import { istio } from './batteries/istio/battery.ts';
import { knative } from './batteries/knative/battery.ts';
import { traditionalServices } from './batteries/traditional_services/battery.ts';
import { type Summary, storedConfig } from './summary.ts';

export type Namespaces = Record<'core' | 'base' | 'data' | 'ai' | 'istio' | 'knative' | 'traditional', string>;

/** By the list of batteries, which no code changes in place: every object of an installation asks. */
const known = new WeakMap<Summary['batteries'], Namespaces>();

/** Names of the installation's namespaces, from the stored configs or their defaults. */
export function namespacesOf({ batteries }: Pick<Summary, 'batteries'>): Namespaces {
  const found = known.get(batteries) ?? readNamespaces({ batteries });
  known.set(batteries, found);
  return found;
}

function readNamespaces(summary: Pick<Summary, 'batteries'>): Namespaces {
  const core = batteryCore.config.parse(storedConfig(summary, 'battery_core'));
  return {
    core: core.coreNamespace,
    base: core.baseNamespace,
    data: core.dataNamespace,
    ai: core.aiNamespace,
    istio: istio.config.parse(storedConfig(summary, 'istio')).namespace,
    knative: knative.config.parse(storedConfig(summary, 'knative')).namespace,
    traditional: traditionalServices.config.parse(storedConfig(summary, 'traditional_services')).namespace,
  };
}

/** Namespace of a Postgres cluster: internal ones live with the platform, standard ones with users' data. */
export function postgresNamespace(summary: Summary, cluster: { type: 'standard' | 'internal' }): string {
  const { base, data } = namespacesOf(summary);
  return cluster.type === 'internal' ? base : data;
}
