import { namespacesOf } from './namespaces.ts';
import { storedPresets } from './objects/compute-size.ts';
import type { ObjectCollection, ObjectIn } from './objects/object-kinds.ts';
import { PostgresCluster } from './objects/postgres-cluster.ts';
import { findNamed, mapLists, type Owned, objectsOf, type Summary } from './summary.ts';

export type Seeds = { [C in ObjectCollection]?: ObjectIn<C>[] };

/** What seeds depend on: where the installation runs, and which namespaces its core battery was given. */
type Around = Pick<Summary, 'installation' | 'batteries'>;

/** Objects that come with a battery when it is enabled and that are then the user's to size: its own database, a first pool of addresses. */
export function seedsOf(around: Around, type: string): Seeds {
  switch (type) {
    case 'keycloak':
      return { postgresClusters: [database('keycloak', ['login', 'createdb'], around)] };
    case 'forgejo':
      return { postgresClusters: [database('forgejo', ['login', 'createdb', 'createrole'], around)] };
    case 'metallb':
      // The upper end of the network that kind makes on Docker; elsewhere nobody but the user knows what is free.
      return around.installation.provider === 'kind' ? { ipAddressPools: [{ name: 'kind', subnet: '172.18.255.200-172.18.255.250' }] } : {};
    default:
      return {};
  }
}

/** An internal cluster for the battery of that name; its credentials go to the core namespace, where the battery runs. */
function database(name: 'keycloak' | 'forgejo', roles: PostgresCluster['users'][number]['roles'], around: Around): PostgresCluster {
  return PostgresCluster.parse({
    name,
    type: 'internal',
    ...storedPresets.tiny,
    database: { name, owner: name },
    users: [{ username: name, roles, credentialNamespaces: [namespacesOf(around).core] }],
  });
}

/** The summary as it is once these batteries are enabled with their defaults, and what comes with them is there. */
export function withEnabled(summary: Summary, types: readonly string[]): Summary {
  const added = types.map((type) => ({ id: `batt_${type}`, type, config: {} }));
  return withSeeds({ ...summary, batteries: [...summary.batteries, ...added] }, types);
}

/** The summary with the seeds that it lacks of these batteries: what enabling them creates. */
export function withSeeds(summary: Summary, types: readonly string[]): Summary {
  let grown = summary;
  for (const type of types)
    grown = { ...grown, ...mapLists((collection) => [...objectsOf(grown, collection), ...missing(grown, type, collection)]) };
  return grown;
}

function missing<C extends ObjectCollection>(summary: Summary, type: string, collection: C): Owned<ObjectIn<C>>[] {
  return (seedsOf(summary, type)[collection] ?? [])
    .filter((seed) => !findNamed(summary, collection, seed))
    .map((seed: ObjectIn<C> & { name: string }) => ({ ...seed, id: `seed_${seed.name}` }));
}

/** Sizes are the user's, and so are the addresses of a pool: only what the battery itself connects to must be as it was seeded. */
const needed: { [C in ObjectCollection]?: (seed: ObjectIn<C>, object: ObjectIn<C>) => string[] } = { postgresClusters: postgresMisfits };

/** Why the object that has a seed's name cannot serve as it, in words that follow its name; empty when it can. */
export function misfits<C extends ObjectCollection>(collection: C, seed: ObjectIn<C>, object: ObjectIn<C>): string[] {
  return needed[collection]?.(seed, object) ?? [];
}

function postgresMisfits(seed: PostgresCluster, cluster: PostgresCluster): string[] {
  const users = seed.users.flatMap(({ username, roles, credentialNamespaces }) => {
    const user = cluster.users.find((each) => each.username === username);
    if (!user) return [`has no user "${username}"`];
    const without = [
      ...roles.filter((role) => !user.roles.includes(role)).map((role) => `the role ${role}`),
      ...credentialNamespaces.filter((each) => !user.credentialNamespaces.includes(each)).map((each) => `credentials in ${each}`),
    ];
    return without.map((what) => `has the user "${username}" without ${what}`);
  });
  const { name, owner } = seed.database;
  return [
    ...(cluster.type === seed.type ? [] : [`is of the type ${cluster.type}`]),
    ...(cluster.database.name === name && cluster.database.owner === owner ? [] : [`has no database "${name}" of "${owner}"`]),
    ...users,
  ];
}
