import { expect, test } from 'vitest';
import { z } from 'zod';
import { render } from '../../materialize.ts';
import { nlbAnnotations } from '../../parts/nlb.ts';
import { sampleSummary } from '../../sample-summary.ts';
import { cainjectorRules } from '../cert_manager/rules.ts';

const summaryOf = (config: Record<string, unknown> = {}, clusterName = 'production') =>
  sampleSummary({
    usage: 'production',
    provider: 'aws',
    size: 'tiny',
    batteries: ['aws_load_balancer_controller'],
    config: { aws_load_balancer_controller: config, battery_core: { clusterName } },
  });
const made = (...args: Parameters<typeof summaryOf>) => render({ summary: summaryOf(...args) }).resources;
const isWebhook = ({ kind }: { kind: string }) => kind.endsWith('WebhookConfiguration');
const own = (resources: ReturnType<typeof made>) =>
  resources.filter(({ metadata }) => metadata.labels?.['battery/owner'] === 'batt_aws_load_balancer_controller');

test('the authority signs the webhooks’ certificate, and cert-manager may put it into both', () => {
  const resources = own(made());
  const certificate = resources.find(({ kind }) => kind === 'Certificate');
  expect(certificate?.spec).toMatchObject({ issuerRef: { name: 'battery-ca', kind: 'ClusterIssuer' } });
  const webhooks = resources.filter(isWebhook);
  expect(webhooks).toHaveLength(2);
  for (const { metadata } of webhooks) {
    expect(metadata.annotations?.['cert-manager.io/inject-ca-from']).toBe(`battery-base/${certificate?.metadata.name}`);
    expect(cainjectorRules.flatMap(({ resourceNames = [] }) => resourceNames)).toContain(metadata.name);
  }
  const service = resources.find(({ kind }) => kind === 'Service');
  expect(certificate?.spec).toMatchObject({ dnsNames: expect.arrayContaining([`${service?.metadata.name}.battery-base.svc`]) });
});

test('while the controller is away only load balancers wait for it: every other Service and Ingress can be made', () => {
  const Webhook = z.looseObject({ name: z.string(), rules: z.array(z.object({ apiGroups: z.array(z.string()) })) });
  const webhooks = own(made())
    .filter(isWebhook)
    .flatMap((configuration) => z.array(Webhook).parse(configuration.webhooks));
  expect(webhooks).toHaveLength(6);
  for (const { name, rules, matchConditions, namespaceSelector } of webhooks)
    if (!rules.every(({ apiGroups }) => apiGroups[0] === 'elbv2.k8s.aws'))
      expect([name, matchConditions ?? namespaceSelector]).not.toContain(undefined);
});

test('until the cluster is known there is no controller, and no webhook that nothing would answer', () => {
  const kinds = own(made({}, '')).map(({ kind }) => kind);
  expect(kinds.filter((kind) => /Webhook|Deployment|Certificate|PodDisruptionBudget/.test(kind))).toEqual([]);
  expect(kinds).toContain('IngressClass');
});

test('the account has the role, and the controller the VPC that it may not look up', () => {
  const arn = 'arn:aws:iam::123456789012:role/lb';
  const resources = own(made({ serviceRoleArn: arn, vpcId: 'vpc-0123456789abcdef0' }));
  expect(resources.find(({ kind }) => kind === 'ServiceAccount')?.metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': arn });
  expect(JSON.stringify(resources.find(({ kind }) => kind === 'Deployment'))).toContain('--aws-vpc-id=vpc-0123456789abcdef0');
});

test('the gateway’s Service asks for a load balancer in the chosen subnets, whatever their order, and for none without the battery', () => {
  const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';
  const subnets = ['subnet-0bbbbbbbbbbbbbbbb', 'subnet-0aaaaaaaaaaaaaaaa'];
  const found = nlbAnnotations(summaryOf({ subnets, eipAllocations: ['eipalloc-0123456789abcdef0'] }));
  expect(found).toMatchObject({
    [`${prefix}scheme`]: 'internet-facing',
    [`${prefix}subnets`]: 'subnet-0aaaaaaaaaaaaaaaa,subnet-0bbbbbbbbbbbbbbbb',
    [`${prefix}eip-allocations`]: 'eipalloc-0123456789abcdef0',
    [`${prefix}name`]: 'production-ingress',
  });
  expect(nlbAnnotations(summaryOf({ subnets: [...subnets].reverse(), eipAllocations: ['eipalloc-0123456789abcdef0'] }))).toEqual(found);
  const long = nlbAnnotations(summaryOf({}, 'a-very-long-name-of-a-cluster_that-goes-on'))[`${prefix}name`] ?? '';
  expect(long).toMatch(/^[a-zA-Z0-9-]{1,32}$/);
  expect(nlbAnnotations(sampleSummary({ usage: 'production', provider: 'kind', size: 'tiny' }))).toEqual({});
});
