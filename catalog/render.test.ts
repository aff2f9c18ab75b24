import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { GeneratedSecret } from '@home-base/schema/kube/recipe.ts';
import { resourceKey } from '@home-base/schema/kube/resource.ts';
import { describe, expect, it, test } from 'vitest';
import { providers, sizes, usages } from './define.ts';
import { render } from './materialize.ts';
import { kitchenSink, sampleSummary } from './sample-summary.ts';

test('the same choices give the same bytes, in any locale and time zone', () => {
  const digest = (env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, [join(import.meta.dirname, 'testing', 'render-digest.ts')], {
      env: { ...process.env, ...env },
    }).toString();
  const here = digest({ TZ: 'UTC', LC_ALL: 'C', LANG: 'C' });
  expect(here).toMatch(/^[0-9a-f]{64}\n$/);
  expect(digest({ TZ: 'UTC', LC_ALL: 'C', LANG: 'C' })).toBe(here);
  expect(digest({ TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' })).toBe(here);
}, 120_000);

describe.each(usages)('an installation for %s', (usage) => {
  it.each(providers)('on %s has one resource a key and no secret in plain text, in every size', (provider) => {
    for (const size of sizes) {
      const { resources, failures } = render({ summary: sampleSummary({ usage, provider, size }) });
      expect(failures).toEqual([]);
      expectSound(resources);
    }
  });
});

it.each(providers)('the kitchen sink on %s has one resource a key and no secret in plain text, in every size', (provider) => {
  for (const size of sizes) {
    const { resources, failures } = render({ summary: kitchenSink({ usage: 'kitchen_sink', provider, size, full: true }) });
    expect(failures).toEqual([]);
    expectSound(resources);
  }
});

function expectSound(resources: ReturnType<typeof render>['resources']): void {
  const keys = resources.map(resourceKey);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  for (const resource of resources) {
    if (resource.kind === 'Secret')
      expect([resourceKey(resource), resource.data, resource.stringData]).toEqual([resourceKey(resource), undefined, undefined]);
    if (resource.kind === 'GeneratedSecret')
      for (const [key, recipe] of Object.entries(GeneratedSecret.parse(resource).spec.keys))
        if (/passw|secret|token|(^|[-_])key$/i.test(key)) expect([resourceKey(resource), key, recipe.from]).not.toContain('value');
    // An environment variable that names a secret takes it from a Secret.
    for (const [, name, value] of JSON.stringify(resource).matchAll(
      /"name":"([A-Z0-9_]*(?:PASSWORD|SECRET|TOKEN|SECRET_KEY))","value":"([^"]*)"/g,
    ))
      expect(value, `${resourceKey(resource)} ${name}`).toMatch(/^$|\$\(|^\/|^(true|false|\d+)$/);
  }
}
