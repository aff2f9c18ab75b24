import { TypeID } from 'typeid-js';
import { z } from 'zod';

/** Every id prefix of the product. The prefix tells a human what an id names; the database stores the UUIDv7 behind it. */
export const idPrefixes = {
  org: 'org',
  user: 'user',
  member: 'mem',
  invitation: 'inv',
  apiKey: 'key',
  installation: 'inst',
  enrolmentToken: 'enrol',
  agent: 'agent',
  battery: 'batt',
  postgresCluster: 'pg',
  redisInstance: 'redis',
  traditionalService: 'svc',
  ferretService: 'ferret',
  notebook: 'nb',
  model: 'model',
  knativeService: 'ksvc',
  ipAddressPool: 'pool',
  project: 'proj',
  snapshot: 'snap',
  auditEvent: 'evt',
  request: 'req',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}`;

/** UUID of the database → prefixed TypeID of the wire, such as `inst_01k…`. Throws on text that is not a UUID. */
export function toId<K extends IdKind>(kind: K, uuid: string): Id<K> {
  return TypeID.fromUUID(idPrefixes[kind], uuid).toString() as Id<K>;
}

/** Prefixed TypeID → UUID; undefined when the text is not an id of that kind. */
export function findUuid(kind: IdKind, id: string): string | undefined {
  try {
    return TypeID.fromString(id, idPrefixes[kind]).toUUID();
  } catch {
    return undefined;
  }
}

/** Prefixed TypeID → UUID. Throws when the text is not an id of that kind: parse at the door with `idSchema` first. */
export function toUuid(kind: IdKind, id: string): string {
  const uuid = findUuid(kind, id);
  if (uuid === undefined) throw new Error(`"${id}" is not an id of the form ${idPrefixes[kind]}_…`);
  return uuid;
}

/** Zod schema of one kind of id, for path parameters and bodies. */
export function idSchema<K extends IdKind>(kind: K): z.ZodType<Id<K>, string> {
  return z
    .string()
    .refine((text): text is Id<K> => findUuid(kind, text) !== undefined, { error: `expected an id such as ${idPrefixes[kind]}_01k…` })
    .meta({
      description: `Id of the form ${idPrefixes[kind]}_…`,
      example: `${idPrefixes[kind]}_01k4m2r8fhe9qv7n3p5s6t8w9x`,
    }) as unknown as z.ZodType<Id<K>, string>;
}
