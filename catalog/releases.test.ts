import { expect, test } from 'vitest';
import { type ImageName, imageReference, images } from './images.ts';
import { render } from './materialize.ts';
import { batteryTypes } from './registry.ts';
import { releaseImages, withoutReleaseImages } from './release-images.ts';
import { newerRelease, releaseFor, releases } from './releases.ts';
import { kitchenSink } from './sample-summary.ts';

const stable = releaseFor('stable').version;
const early = releaseFor('early').version;
const names = Object.keys(images).filter((name): name is ImageName => name in images);
const newer = names.filter((name) => imageReference(name, early) !== imageReference(name, stable));
const rendered = (version: string, config: Record<string, Record<string, unknown>> = {}) => {
  const summary = kitchenSink({ usage: 'kitchen_sink', provider: 'kind', size: 'small', config });
  return JSON.stringify(render({ summary: { ...summary, catalogVersion: version } }).resources);
};

test('releases are in the order in which channels reach them, and nobody is moved back', () => {
  const versions = releases.map(({ version }) => version);
  expect(versions).toEqual(versions.toSorted());
  expect(newerRelease('early', stable)).toBe(early);
  expect(newerRelease('stable', early)).toBeUndefined();
  expect(newerRelease('stable', 'taken off the list')).toBe(stable);
});

test('a release renders its own images, and what it renders differs in nothing else', () => {
  const fields = batteryTypes.flatMap((type) => Object.values(releaseImages(type, early)));
  const shown = newer.filter((name) => fields.includes(imageReference(name, early)));
  expect(shown).toContain('postgresql');
  let expected = rendered(stable);
  for (const name of shown) {
    expect(expected, name).toContain(imageReference(name, stable));
    expected = expected.replaceAll(imageReference(name, stable), imageReference(name, early));
  }
  const withoutHashes = (text: string) => text.replace(/"[^"]*-hash":"[^"]*"/g, '""');
  expect(withoutHashes(rendered(early))).toBe(withoutHashes(expected));
});

test('an image that the user chose is that of every release; one that a form sends back untouched is not a choice', () => {
  const postgresImage = 'registry.example.com/mirror/postgresql:17.6';
  expect(rendered(early, { cloudnative_pg: { postgresImage } })).toContain(postgresImage);
  const sent = { ...releaseImages('cloudnative_pg', early), operatorImage: 'registry.example.com/operator:1' };
  expect(withoutReleaseImages('cloudnative_pg', sent, early)).toEqual({ operatorImage: 'registry.example.com/operator:1' });
  expect(withoutReleaseImages('cloudnative_pg', { postgresImage: imageReference('postgresql', stable) }, early)).toEqual({
    postgresImage: imageReference('postgresql', stable),
  });
});
