import type { Resource } from '@home-base/schema/kube/resource.ts';
import { type Provider, providers, type Size, sizes, type Usage, usages } from '@home-base/schema/wire/installations.ts';
import type { z } from 'zod';
import type { Summary } from './summary.ts';

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

export type ConfigOf<B extends Battery> = z.output<B['config']>;

/** Pure: no clock, no randomness, no I/O; equal input gives equal output. */
export type Generator<Config> = (config: Config, summary: Summary) => Resource[];

/** Lists of a summary that hold what users create. */
export const objectCollections = ['postgresClusters', 'redisInstances', 'traditionalServices'] as const;
export type ObjectCollection = (typeof objectCollections)[number];
export type ObjectOf = { [C in ObjectCollection]: Summary[C][number] };

/**
 * What a battery makes: its own resources, and those of each user's object. They are separate functions so that one object that throws fails
 * alone, and so that `materialize` names the owner of every resource (the object's id, else the battery's).
 */
export type BatteryGenerator<Config> = {
  battery: Generator<Config>;
  objects?: { [C in ObjectCollection]?: (object: ObjectOf[C], config: Config, summary: Summary) => Resource[] };
};
