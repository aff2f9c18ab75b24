import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FieldMeta, providers } from './define.ts';
import { materialize } from './materialize.ts';
import { gib } from './objects/fields.ts';
import { type ObjectCollection, objectCollections, objectKinds } from './objects/object-kinds.ts';
import { batteryTypes, getBattery } from './registry.ts';
import { kitchenSink } from './sample-summary.ts';
import type { Summary } from './summary.ts';
import { boundsOf } from './testing/bounds.ts';
import { otherValues } from './testing/other-value.ts';
import { fieldName, getIn, leavesOf, type Path, setIn, unwrapped } from './testing/walk.ts';
import { indexUpstream } from './upstream/index-upstream.ts';
import { standIns } from './upstream/ingest.ts';

const upstream = indexUpstream(standIns()).index;
const sinks = providers.map((provider) => kitchenSink({ usage: 'internal_dev', provider, size: 'small', full: true }));

const entriesOf = (summary: Summary) => JSON.stringify(materialize({ summary, upstream }).entries);
const before = new Map(sinks.map((sink) => [sink, entriesOf(sink)]));

/** Every field of every kind of object that some sample has, with where it stands in each sample. */
const objectFields = objectCollections.flatMap((collection) => {
  const places = new Map<string, { index: number; path: Path; schema: z.ZodType }[]>();
  sinks[0]?.[collection].forEach((object, index) => {
    // An optional object that this sample lacks: another sample shows its fields.
    for (const { path, schema } of leavesOf(objectKinds[collection].schema, object))
      if (getIn(object, path) !== undefined || !(unwrapped(schema) instanceof z.ZodObject))
        places.set(fieldName(path), [...(places.get(fieldName(path)) ?? []), { index, path, schema }]);
  });
  return [...places].map(([field, at]) => ({ collection, field, at }));
});

describe('every field of an object changes what is made', () => {
  it.each(objectFields)('$collection $field', ({ collection, field, at }) => {
    // One sample whose rules let the field change alone is enough.
    expect(at.some((place) => sinks.some((sink) => outcome(sink, { collection, field, ...place }) === 'changed'))).toBe(true);
  });

  it('knows a sample of every field that a schema has', () => {
    const known = new Set(objectFields.map(({ collection, field }) => `${collection}.${field.split('.')[0]}`));
    const all = objectCollections.flatMap((collection) =>
      Object.keys(objectKinds[collection].schema.shape).map((field) => `${collection}.${field}`),
    );
    expect(all.filter((field) => !known.has(field))).toEqual([]);
  });
});

/** What happens when one field of one object changes; tied when the schema's rules bind the field to a neighbour that `ties` does not know. */
function outcome(
  sink: Summary,
  { collection, field, index, path, schema }: { collection: ObjectCollection; field: string; index: number; path: Path; schema: z.ZodType },
): 'changed' | 'same' | 'tied' {
  const objects = sink[collection];
  const object = objects[index];
  if (!object) return 'tied';
  const tie = ties[`${collection}.${field}`] ?? ((next: unknown) => next);
  const spec = [...otherValues(schema, getIn(object, path)), ...volumesOf(object, field)]
    .map(({ value }) => objectKinds[collection].schema.safeParse(withMounts(object, tie(setIn(object, path, value)))))
    .find((parsed) => parsed.success)?.data;
  if (!spec) return 'tied';
  const changed = { ...sink, [collection]: objects.map((each) => (each === object ? { ...spec, id: object.id } : each)) };
  return entriesOf(changed) === before.get(sink) ? 'same' : 'changed';
}

/** A mount may name any of the object's volumes. */
function volumesOf(object: object, field: string): { value: unknown }[] {
  return field.endsWith('mounts.volume') && 'volumes' in object ? Volumes.parse(object.volumes).map(({ name }) => ({ value: name })) : [];
}

/** A volume that was renamed or taken away takes its mounts along. */
function withMounts(before: object, after: unknown): unknown {
  const { data: next } = Mounting.safeParse(after);
  if (!('volumes' in before) || !next) return after;
  const names = Volumes.parse(before.volumes).map(({ name }) => name);
  const renamed = (container: z.output<typeof Mounted>) => ({
    ...container,
    mounts: container.mounts.flatMap((mount) => {
      const volume = next.volumes.some(({ name }) => name === mount.volume)
        ? mount.volume
        : next.volumes[names.indexOf(mount.volume)]?.name;
      return volume ? [{ ...mount, volume }] : [];
    }),
  });
  const containers = next.containers.map(renamed);
  const initContainers = next.initContainers.map(renamed);
  // Knative takes no volume that nobody mounts.
  const mounted = new Set([...containers, ...initContainers].flatMap(({ mounts }) => mounts.map(({ volume }) => volume)));
  const volumes = 'requireSignIn' in before ? next.volumes.filter(({ name }) => mounted.has(name)) : next.volumes;
  return { ...next, containers, initContainers, volumes };
}

const Volumes = z.array(z.looseObject({ name: z.string() }));
const Mounted = z.looseObject({ mounts: z.array(z.looseObject({ volume: z.string() })) });
const Mounting = z.looseObject({ volumes: Volumes, containers: z.array(Mounted), initContainers: z.array(Mounted) });

/** Fields whose change the schema allows only together with another. */
const ties: Record<string, (next: unknown) => unknown> = {
  'postgresClusters.users.username': (next) => setIn(next, ['database', 'owner'], getIn(next, ['users', 0, 'username'])),
  'postgresClusters.database.owner': (next) => setIn(next, ['users', 0, 'username'], getIn(next, ['database', 'owner'])),
  'models.nodeType': (next) => setIn(next, ['gpuCount'], getIn(next, ['nodeType']) === 'default' ? 0 : 1),
  'models.gpuCount': (next) => setIn(next, ['nodeType'], getIn(next, ['gpuCount']) === 0 ? 'default' : 'any_nvidia'),
  'models.memoryRequestedBytes': (next) => setIn(next, ['memoryLimitBytes'], 8 * gib),
  'knativeServices.requireSignIn': (next) => setIn(next, ['realm'], getIn(next, ['requireSignIn']) ? 'staff' : undefined),
};

const configFields = batteryTypes.flatMap((type) => {
  const { config } = getBattery(type);
  return leavesOf(config, config.parse({})).map(({ path, schema }) => ({ owner: type, field: fieldName(path), schema }));
});
const specFields = objectFields.flatMap(({ collection, field, at }) => (at[0] ? [{ owner: collection, field, schema: at[0].schema }] : []));

/** Forms, API and OpenAPI are all drawn from these very schemas. */
describe('every bound refuses just outside and accepts just inside', () => {
  it.each([...configFields, ...specFields])('$owner $field', ({ schema }) => {
    const { inside, outside } = boundsOf(schema);
    for (const value of inside) expect(schema.safeParse(value).success, `${JSON.stringify(value)} is inside`).toBe(true);
    for (const value of outside) {
      const refused = schema.safeParse(value);
      expect(refused.success, `${JSON.stringify(value)?.slice(0, 80)} is outside`).toBe(false);
      expect(refused.error?.issues[0]?.message.length).toBeGreaterThan(5);
    }
  });
});

it('every config field has a title for the form, and a reason where it makes no resource different', () => {
  const untitled = batteryTypes.flatMap((type) =>
    Object.entries(getBattery(type).config.shape).flatMap(([field, schema]) => {
      const meta: FieldMeta = z.instanceof(z.ZodType).parse(schema).meta() ?? {};
      return meta.title && (meta.noResource === undefined || meta.noResource.length > 20) ? [] : [`${type}.${field}`];
    }),
  );
  expect(untitled).toEqual([]);
});
