import type { Provider } from './define.ts';
import { storedPresets } from './objects/compute-size.ts';
import type { ObjectCollection, ObjectIn } from './objects/object-kinds.ts';
import { PostgresCluster } from './objects/postgres-cluster.ts';

export type Seed = { [C in ObjectCollection]: { collection: C; spec: ObjectIn<C> } }[ObjectCollection];

/**
 * Objects that come with a battery when it is enabled and that are then the user's to size: its own database, a first pool of addresses.
 * `coreNamespace` is that of battery_core's config (namespacesOf).
 */
export function seedsOf(type: string, provider: Provider, coreNamespace = 'battery-core'): Seed[] {
  switch (type) {
    case 'keycloak':
      return [database('keycloak', ['login', 'createdb'], coreNamespace)];
    case 'forgejo':
      return [database('forgejo', ['login', 'createdb', 'createrole'], coreNamespace)];
    case 'metallb':
      // The upper end of the network that kind makes on Docker; elsewhere nobody but the user knows what is free.
      return provider === 'kind' ? [{ collection: 'ipAddressPools', spec: { name: 'kind', subnet: '172.18.255.200-172.18.255.250' } }] : [];
    default:
      return [];
  }
}

/** An internal cluster for the battery of that name; its credentials go to the core namespace, where the battery runs. */
function database(name: 'keycloak' | 'forgejo', roles: PostgresCluster['users'][number]['roles'], coreNamespace: string): Seed {
  return {
    collection: 'postgresClusters',
    spec: PostgresCluster.parse({
      name,
      type: 'internal',
      ...storedPresets.tiny,
      database: { name, owner: name },
      users: [{ username: name, roles, credentialNamespaces: [coreNamespace] }],
    }),
  };
}
