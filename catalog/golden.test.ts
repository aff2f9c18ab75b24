import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labels } from '@home-base/schema/kube/labels.ts';
import { expect, it } from 'vitest';
import { unfitFor } from './defaults.ts';
import { render } from './materialize.ts';
import { batteryTypes } from './registry.ts';
import { batteryOfOwner, kitchenSink } from './sample-summary.ts';
import { toYaml } from './yaml.ts';

/** What a battery makes for a tiny production installation, on AWS unless it does not fit there. Write anew with UPDATE_GOLDEN=1 and read the diff. */
it.each(batteryTypes)('%s makes what golden.yaml says', (type) => {
  const file = join(import.meta.dirname, 'batteries', type, 'golden.yaml');
  const provider = unfitFor.aws.includes(type) ? 'kind' : 'aws';
  const summary = kitchenSink({ usage: 'internal_dev', provider, size: 'tiny', full: true });
  const own = render({ summary }).resources.filter(({ metadata }) => batteryOfOwner(summary, metadata.labels?.[labels.owner] ?? '') === type);
  const yaml = own.map((resource) => `---\n${toYaml(resource)}`).join('');
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, yaml);
  expect(yaml).toBe(readFileSync(file, 'utf8'));
});
