import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import { sampleSummary } from '../../sample-summary.ts';

test("the authority's key lies where cert-manager looks for the keys of cluster issuers, and is kept at renewal", () => {
  const { resources } = render({
    summary: sampleSummary({
      usage: 'production',
      provider: 'aws',
      size: 'tiny',
      batteries: ['battery_ca'],
      config: { battery_core: { baseNamespace: 'battery-ground' } },
    }),
  });
  const certificate = resources.find(({ kind }) => kind === 'Certificate');
  expect(certificate).toMatchObject({
    metadata: { namespace: 'battery-ground' },
    spec: { isCA: true, duration: '87600h0m0s', secretName: 'battery-ca', privateKey: { rotationPolicy: 'Never' } },
  });
  const controller = JSON.stringify(resources.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'cert-manager'));
  expect(controller).toContain('--cluster-resource-namespace=$(POD_NAMESPACE)');
  expect(resources.find(({ kind, metadata }) => kind === 'ClusterIssuer' && metadata.name === 'battery-ca')?.spec).toEqual({
    ca: { secretName: 'battery-ca' },
  });
});
