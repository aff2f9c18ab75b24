import { agents, enrolmentTokens, installations } from '@home-base/schema/db/tables.ts';
import { type Id, idSchema } from '@home-base/schema/ids/id.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { withSystem } from '../db/with-system.ts';
import { makeInstallation } from '../publish/testing/installation.ts';
import { useWorld } from '../testing/use-world.ts';
import { enrolAgent } from './enrol.ts';
import { takeReport } from './report.ts';
import { enrolRequest, makeAgentKeys, makeReport } from './testing/agent-client.ts';

const { world, org } = useWorld();
const system = () => world().ctx({ type: 'system', reason: 'test' });
const unknownYet = { kubernetesVersion: 'v1.36.3', nodes: [], storageClasses: [], podCount: 3 };
const known = {
  ...unknownYet,
  platform: 'eks',
  loadBalancers: { 'core/Service/battery-istio/ingressgateway': ['203.0.113.7'] },
  readyIssuers: ['lets-encrypt'],
  backups: [{ name: 'nightly', namespace: 'battery-data', cluster: 'pg-main' }],
};

/** An installation whose agent has told its facts from the cluster of that uid. */
async function installationIn(clusterUid: string): Promise<Id<'installation'>> {
  const { orgId } = org();
  const installationId = await makeInstallation(system(), org(), ['battery_core']);
  const [agent] = await withSystem(system(), 'test', (tx) =>
    tx
      .insert(agents)
      .values({ orgId, installationId, signingKey: 'k', sealingKey: 's', clusterUid, version: '0', kubernetesVersion: 'v' })
      .returning({ id: agents.id }),
  );
  if (!agent) throw new Error('no agent');
  await report(installationId, agent.id, known);
  return installationId;
}
const report = (installationId: Id<'installation'>, id: Id<'agent'>, facts: typeof unknownYet) =>
  takeReport(world().ctx({ type: 'agent', id, orgId: org().orgId, installationId }), makeReport(1, [], { facts }));
/** One more agent, in the cluster `uid-1`. */
async function enrol(installationId: Id<'installation'>): Promise<Id<'agent'>> {
  const token = crypto.randomUUID();
  const expiresAt = new Date(Date.now() + 60_000);
  await withSystem(system(), 'test', (tx) =>
    tx.insert(enrolmentTokens).values({ orgId: org().orgId, installationId, hash: sha256Hex(token), expiresAt }),
  );
  const { agentId } = await enrolAgent(world().ctx({ type: 'anonymous' }), await enrolRequest(await makeAgentKeys(), token));
  return idSchema('agent').parse(agentId);
}
const rowOf = async (id: Id<'installation'>) =>
  (await withSystem(system(), 'test', (tx) => tx.select().from(installations).where(eq(installations.id, id))))[0];

test('an agent in another cluster begins without the facts of the cluster before', async () => {
  const installationId = await installationIn('uid-0');
  expect(await rowOf(installationId)).toMatchObject({ desiredRev: 2, summaryFacts: { ingressAddresses: ['203.0.113.7'] } });
  world().poked.length = 0;
  const agentId = await enrol(installationId);
  await world().settle();
  expect(await rowOf(installationId)).toMatchObject({ desiredRev: 3, facts: null, summaryFacts: {} });
  expect(world().poked).toContain(installationId);
  await report(installationId, agentId, unknownYet);
  const row = await rowOf(installationId);
  expect(row?.facts).toEqual(unknownYet);
  expect(row?.summaryFacts).toEqual({ ingressAddresses: [], readyIssuers: [], backups: [] });
});

test('an agent in the same cluster goes on from the facts that are known, also where an earlier one was elsewhere', async () => {
  const installationId = await installationIn('uid-1');
  const before = await rowOf(installationId);
  const agentId = await enrol(installationId);
  expect(await rowOf(installationId)).toEqual(before);
  await report(installationId, agentId, unknownYet);
  expect(await rowOf(installationId)).toMatchObject({ facts: known, summaryFacts: { ingressAddresses: ['203.0.113.7'] } });

  const moved = await installationIn('uid-0');
  await report(moved, await enrol(moved), known);
  const after = await rowOf(moved);
  await enrol(moved);
  expect(await rowOf(moved)).toEqual(after);
});
