import { aNoun, type ObjectCollection, type ObjectIn, objectCollections, objectKinds } from '../objects/object-kinds.ts';
import { findBattery } from '../registry.ts';
import { misfits, seedsOf } from '../seeds.ts';
import { findNamed, type Summary } from '../summary.ts';
import type { Issue } from './issue.ts';

/** Objects that have the name of a seed of the battery and cannot serve as it. One that can is taken over as it is. */
export function seedIssues(summary: Summary, type: string): Issue[] {
  return objectCollections.flatMap((collection) => issuesOf(summary, type, collection));
}

function issuesOf<C extends ObjectCollection>(summary: Summary, type: string, collection: C): Issue[] {
  return (seedsOf(summary, type)[collection] ?? []).flatMap((seed: ObjectIn<C> & { name: string }) => {
    const taken = findNamed(summary, collection, seed);
    const wrong = taken ? misfits(collection, seed, taken) : [];
    if (wrong.length === 0) return [];
    const message = `${findBattery(type)?.name} keeps its data in ${aNoun(collection)} "${seed.name}" of its own, and the one that is there ${wrong.join(' and ')}: change or delete that one first`;
    return [{ path: 'type', message }];
  });
}

/** An object that an enabled battery connects to stays as the battery needs it. */
export function seededIssues<C extends ObjectCollection>(summary: Summary, collection: C, next: ObjectIn<C>): Issue[] {
  return seedsFor(summary, collection, next).flatMap(({ battery, seed }) =>
    misfits(collection, seed, next).map((wrong) => ({
      path: '',
      message: `the battery ${battery} uses this ${objectKinds[collection].noun}, which like this ${wrong}: keep that`,
    })),
  );
}

/** Batteries that connect to this object, by name. */
export function usersOfSeed<C extends ObjectCollection>(summary: Summary, collection: C, object: ObjectIn<C>): string[] {
  return seedsFor(summary, collection, object)
    .filter(({ seed }) => misfits(collection, seed, object).length === 0)
    .map(({ battery }) => battery);
}

function seedsFor<C extends ObjectCollection>(summary: Summary, collection: C, { name }: { name: string }) {
  return summary.batteries.flatMap(({ type }) =>
    (seedsOf(summary, type)[collection] ?? [])
      .filter((seed: { name: string }) => seed.name === name)
      .map((seed) => ({ battery: findBattery(type)?.name ?? type, seed })),
  );
}
