import type { Resource } from '@home-base/schema/kube/resource.ts';
import { type Provider, providers, type Size, sizes, type Usage, usages } from '@home-base/schema/wire/installations.ts';
import { z } from 'zod';
import type { ImageName } from './images.ts';
import type { ObjectCollection, ObjectIn } from './objects/object-kinds.ts';
import type { Owned, Summary } from './summary.ts';

export const groups = {
  data: 'Datastores',
  devtools: 'Devtools',
  monitoring: 'Monitoring',
  net_sec: 'Net/Security',
  ai: 'AI',
  magic: 'Magic',
} as const;
export type Group = keyof typeof groups;

export { type Provider, providers, type Size, sizes, type Usage, usages };

/** What a battery is, safe for the browser: the enable page and the config form are drawn from it. */
export type Battery<T extends string = string, Config extends z.ZodObject = z.ZodObject> = {
  type: T;
  group: Group;
  /** Types of the batteries that must be enabled first. */
  needs: readonly string[];
  name: string;
  /** One sentence for people. */
  description: string;
  /** False: can never be disabled once enabled. */
  uninstallable: boolean;
  usages: readonly Usage[];
  /** Every field has a default, so that `config.parse({})` is the battery as installed. Field texts are in `.meta({ title, description, … })`. */
  config: Config;
  /** Fields that may not change once the battery is enabled (namespaces and the like). */
  readOnly: readonly string[];
};

/** The one way to declare a battery; defaults: uninstallable, every usage, no read-only field. */
export function defineBattery<const T extends string, Config extends z.ZodObject>(
  battery: Pick<Battery<T, Config>, 'type' | 'group' | 'needs' | 'name' | 'description' | 'config'> & Partial<Battery<T, Config>>,
): Battery<T, Config> {
  return { uninstallable: true, usages, readOnly: [], ...battery };
}

/** What `.meta()` of a config field may say beside title and description; the form, the docs and the tests read it. */
export type FieldMeta = {
  title?: string;
  description?: string;
  /** Folded away in the form. */
  advanced?: boolean;
  /** A value other than the default that turns on what the field is for. Where it is left out, tests find one by themselves. */
  example?: unknown;
  /** The image that it defaults to: which tag depends on the release. */
  image?: ImageName;
  /** Other fields of the battery that must be so for this one to matter, where their own examples do not make it so. */
  matters?: Record<string, unknown>;
  /** Why no resource changes with the field: Home Base itself reads it. */
  noResource?: string;
  /** A number that may rise once the battery is enabled, and not fall: the size of a volume. */
  onlyGrows?: boolean;
};

/** The examples of all fields that have one: a config that makes the battery add what it leaves out by default. */
export function exampleConfig(battery: Battery): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(battery.config.shape).flatMap(([field, schema]) => {
      const meta: FieldMeta = z.instanceof(z.ZodType).parse(schema).meta() ?? {};
      return 'example' in meta ? [[field, meta.example]] : [];
    }),
  );
}

export type ConfigOf<B extends Battery> = z.output<B['config']>;

/** Pure: no clock, no randomness, no I/O; equal input gives equal output. */
export type Generator<Config> = (config: Config, summary: Summary) => Resource[];

/**
 * What a battery makes: its own resources, and those of each user's object. They are separate functions so that one object that throws fails
 * alone, and so that `materialize` names the owner of every resource (the object's id, else the battery's).
 */
export type BatteryGenerator<Config> = {
  battery: Generator<Config>;
  objects?: { [C in ObjectCollection]?: (object: Owned<ObjectIn<C>>, config: Config, summary: Summary) => Resource[] };
};
