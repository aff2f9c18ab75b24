// Prints one sha256 over everything that the catalog makes: every usage, provider and size, and each provider's kitchen sink. For render.test.ts.
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { providers, sizes, usages } from '../define.ts';
import { render } from '../materialize.ts';
import { kitchenSink, sampleSummary } from '../sample-summary.ts';
import { standIns } from '../upstream/ingest.ts';
import { toYaml } from '../yaml.ts';

const upstream = standIns();
const texts = providers.flatMap((provider) =>
  sizes.flatMap((size) => [
    ...usages.map((usage) => textOf(sampleSummary({ usage, provider, size }))),
    textOf(kitchenSink({ usage: 'kitchen_sink', provider, size, full: true })),
  ]),
);
console.log(sha256Hex(texts.join('\n')));

function textOf(summary: Parameters<typeof render>[0]['summary']): string {
  const { resources, failures } = render({ summary, upstream });
  const [failure] = failures;
  if (failure) throw new Error(`${failure.battery}: ${failure.message}`);
  return resources.map((resource) => `${canonicalText(resource)}\n${toYaml(resource)}`).join('\n');
}
