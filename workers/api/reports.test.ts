import type { Facts, Report, ResourceReport } from '@home-base/schema/wire/agent.ts';
import { beforeAll, expect, test } from 'vitest';
import { makeReport } from '../agents/testing/agent-client.ts';
import { type EnrolledAgent, enrolAnAgent } from '../agents/testing/enrolled-agent.ts';
import { useApi } from '../testing/use-api.ts';

const { call, fetchWorker, org } = useApi();
let agent: EnrolledAgent;
beforeAll(async () => {
  agent = await enrolAnAgent(call, fetchWorker, org());
});

const send = (resources: ResourceReport[], more: Partial<Report> = {}) =>
  agent.send('POST', '/v1/agent/reports', makeReport(1, resources, more));
const resource = (key: string): ResourceReport => ({ key, state: 'applied', health: 'healthy' });
const facts = (loadBalancers: Facts['loadBalancers']): Partial<Report> => ({
  facts: { kubernetesVersion: 'v1', nodes: [], storageClasses: [], podCount: 0, ...(loadBalancers && { loadBalancers }) },
});
const refused = (path: string, message: RegExp) => ({
  status: 422,
  body: { code: 'invalid', issues: [{ path, message: expect.stringMatching(message) }] },
});

test('a report with a key that is none is refused by its place, and the next one with its number is taken', async () => {
  const form = /group\/Kind\/namespace\/name/;
  expect(await send([resource('core/ConfigMap/a/b'), resource('core/ConfigMap/b')])).toMatchObject(refused('resources.1.key', form));
  expect(await send([], { gone: ['core//a/b'] })).toMatchObject(refused('gone.0', form));
  expect(await send([], facts({ 'core/Service/ingressgateway': ['10.0.0.1'] }))).toMatchObject(
    refused('facts.loadBalancers.core/Service/ingressgateway', form),
  );
  expect(await send([resource('core/ConfigMap/a/b')], facts({ 'core/Service/a/ingressgateway': ['10.0.0.1'] }))).toMatchObject({
    status: 200,
  });
});

test('a report with more than a cluster has is refused', async () => {
  const addresses = Array.from({ length: 10_000 }, (_, number) => `10.0.${number >> 8}.${number & 255}`);
  expect(await send([], facts({ 'core/Service/a/ingressgateway': addresses }))).toMatchObject(
    refused('facts.loadBalancers.core/Service/a/ingressgateway', /<=5000/),
  );
});
