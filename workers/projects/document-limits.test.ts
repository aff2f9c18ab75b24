import { mostInAnExport } from '@home-base/schema/wire/project-export.ts';
import { expect, test } from 'vitest';
import { outermost, tooMany } from './document-limits.ts';

const part = (path: string) => ({ path, because: 'a test' });

test('a part of what goes as a whole is not named, and neither is one twice', () => {
  const removed = ['redis-instances.a', 'redis-instances.a.mode', 'redis-instances.ab.mode', 'redis-instances.ab.mode'].map(part);
  expect(outermost(removed).map(({ path }) => path)).toEqual(['redis-instances.a', 'redis-instances.ab.mode']);
});

test('as many as a document holds fit, and one more is refused with its number', () => {
  const objects = (count: number) => ({ 'redis-instances': Array.from({ length: count }, (_, index) => ({ name: `r-${index}` })) });
  const removed = (count: number) => Array.from({ length: count }, (_, index) => part(`redis-instances.r-${index}.mode`));
  const { ofAKind, removed: most } = mostInAnExport;
  expect(tooMany(objects(ofAKind), removed(most))).toEqual([]);
  expect(tooMany(objects(ofAKind + 1), removed(most + 1))).toEqual([
    { path: 'exclude', message: expect.stringContaining(`${ofAKind + 1} redis-instances`) },
    { path: 'exclude', message: expect.stringContaining(`${most + 1} parts`) },
  ]);
});
