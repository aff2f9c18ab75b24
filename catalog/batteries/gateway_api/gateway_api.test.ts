import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import { sampleSummary } from '../../sample-summary.ts';
import { standIns } from '../../upstream/ingest.ts';

test('it brings the definitions of the Gateway API and nothing else', () => {
  const { resources } = render({
    summary: sampleSummary({ usage: 'development', provider: 'kind', size: 'tiny', batteries: ['gateway_api'] }),
    upstream: standIns(),
  });
  expect([...new Set(resources.map(({ kind }) => kind))]).toEqual(['CustomResourceDefinition']);
  expect(resources.map(({ metadata }) => metadata.name)).toContain('tcproutes.gateway.networking.k8s.io');
});
