import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labels } from '@home-base/schema/kube/labels.ts';
import { expect, it } from 'vitest';
import { render } from './materialize.ts';
import { batteryTypes } from './registry.ts';
import { kitchenSink } from './sample-summary.ts';
import { toYaml } from './yaml.ts';

/** What a battery makes for a tiny development installation on AWS, with every variant of its objects. Write anew with UPDATE_GOLDEN=1 and read the diff. */
it.each(batteryTypes)('%s makes what golden.yaml says', (type) => {
  const file = join(import.meta.dirname, 'batteries', type, 'golden.yaml');
  const { resources } = render({ summary: kitchenSink({ usage: 'development', provider: 'aws', size: 'tiny', config: { cert_manager: { email: 'admin@example.com' } } }) });
  const own = resources.filter(({ metadata }) => batteryOf(metadata.labels?.[labels.owner] ?? '') === type);
  const yaml = own.map((resource) => `---\n${toYaml(resource)}`).join('');
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, yaml);
  expect(yaml).toBe(readFileSync(file, 'utf8'));
});

function batteryOf(owner: string): string | undefined {
  const prefixes = { pg_: 'cloudnative_pg', redis_: 'redis', svc_: 'traditional_services' };
  return owner.startsWith('batt_') ? owner.slice('batt_'.length) : Object.entries(prefixes).find(([prefix]) => owner.startsWith(prefix))?.[1];
}
