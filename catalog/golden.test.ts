import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labels } from '@home-base/schema/kube/labels.ts';
import { expect, it } from 'vitest';
import { unfitFor } from './defaults.ts';
import { render } from './materialize.ts';
import { objectKinds } from './objects/object-kinds.ts';
import { batteryTypes } from './registry.ts';
import { kitchenSink } from './sample-summary.ts';
import { allObjects } from './summary.ts';
import { toYaml } from './yaml.ts';

/** What a battery makes for a tiny production installation, on AWS unless it does not fit there. Write anew with UPDATE_GOLDEN=1 and read the diff. */
it.each(batteryTypes)('%s makes what golden.yaml says', (type) => {
  const file = join(import.meta.dirname, 'batteries', type, 'golden.yaml');
  const provider = unfitFor.aws.includes(type) ? 'kind' : 'aws';
  const { resources } = render({ summary: kitchenSink({ usage: 'internal_dev', provider, size: 'tiny', full: true }) });
  const own = resources.filter(({ metadata }) => batteryOf(metadata.labels?.[labels.owner] ?? '') === type);
  const yaml = own.map((resource) => `---\n${toYaml(resource)}`).join('');
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, yaml);
  expect(yaml).toBe(readFileSync(file, 'utf8'));
});

/** Ids of the samples name the battery itself, or the object's kind by the prefix of its id. */
function batteryOf(owner: string): string | undefined {
  if (owner.startsWith('batt_')) return owner.slice('batt_'.length);
  const samples = kitchenSink({ usage: 'internal_dev', provider: 'kind', size: 'tiny' });
  const found = allObjects(samples).find(({ object }) => object.id === owner);
  return found && objectKinds[found.collection].battery;
}
