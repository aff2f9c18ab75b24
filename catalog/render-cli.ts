// npm run catalog:render -- --usage U --provider P --size S [--battery TYPE…] [--full] [--out DIR]: every resource of such an installation, offline.
// --full: every battery that fits the provider with all it can make, and every variant of every object.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { defaultBatteries, defaultSize } from './defaults.ts';
import { providers, sizes, usages } from './define.ts';
import { render } from './materialize.ts';
import { batteryTypes, isBatteryType } from './registry.ts';
import { kitchenSink, sampleSummary } from './sample-summary.ts';
import { ingest, standIns } from './upstream/ingest.ts';
import { toYaml } from './yaml.ts';

class Usage extends Error {}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof Usage ? 2 : 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      usage: { type: 'string', default: 'development' },
      provider: { type: 'string', default: 'kind' },
      size: { type: 'string' },
      battery: { type: 'string', multiple: true },
      full: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const usage = oneOf('usage', usages, values.usage);
  const provider = oneOf('provider', providers, values.provider);
  const size = values.size ? oneOf('size', sizes, values.size) : defaultSize(provider, usage).size;
  const batteries = [
    ...defaultBatteries(usage, provider),
    ...(values.battery ?? []).map((type) => oneOf('battery', batteryTypes, type)),
  ].filter(isBatteryType);
  const summary = values.full ? kitchenSink({ usage, provider, size, full: true }) : sampleSummary({ usage, provider, size, batteries });
  const { resources, failures } = render({ summary, upstream: await definitions() });
  for (const { owner, message } of failures) console.error(`${owner}: ${message}`);
  if (failures.length > 0) process.exitCode = 1;
  if (!values.out) {
    process.stdout.write(resources.map((resource) => `---\n${toYaml(resource)}`).join(''));
    return;
  }
  mkdirSync(values.out, { recursive: true });
  for (const resource of resources) writeFileSync(join(values.out, fileName(resource)), toYaml(resource));
  console.error(`${resources.length} files in ${values.out}`);
}

/** Never the network: the mirror's definitions, or marked stand-ins. */
async function definitions() {
  const mirror = process.env.HOME_BASE_UPSTREAM;
  if (!mirror) return standIns();
  return (await ingest({ mirror, network: false, allowStandIns: true })).resources;
}

function oneOf<T extends string>(option: string, allowed: readonly T[], value: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (!found) throw new Usage(`--${option} ${value} is not one of ${allowed.join(', ')}`);
  return found;
}

function fileName(resource: Resource): string {
  return `${resourceKey(resource).replaceAll('/', '_').replaceAll(':', '.')}.yaml`;
}
