import { request } from 'node:https';
import { type KubeApi, kubeApi } from '@home-base/dev/kube/api-client.ts';
import type { ControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { pollUntil } from '@home-base/dev/process/poll.ts';
import { type Resource, resourceKey } from '@home-base/schema/kube/resource.ts';
import { stageOf } from '@home-base/schema/kube/stage.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultAllowedNamespaces, renderAgentManifest } from './agent-manifest.ts';
import { providers } from './define.ts';
import { render } from './materialize.ts';
import { kitchenSink } from './sample-summary.ts';
import { agentAttacks } from './testing/agent-attacks.ts';
import { apply, applyDefinitions, byStage, definitions, inParallel, isAccepted, pathOf, startCluster } from './testing/cluster.ts';
import { configMap, inContainer, namespaceOf, podSpec, roleOf, workload } from './testing/forbidden-resources.ts';

let cluster: ControlPlane;
let agent: KubeApi;

beforeAll(async () => {
  cluster = await startCluster();
  const manifest = renderAgentManifest({
    homeBaseUrl: 'https://home-base.example',
    image: 'registry.example/agent:1',
    token: 'enrol',
    rootSha256: 'a'.repeat(64),
    // And one that no battery makes.
    allowedNamespaces: [...defaultAllowedNamespaces, 'battery-new'],
  });
  for (const resource of manifest) {
    const answer = await apply(cluster.api, resource, { manager: 'admin' });
    if (!isAccepted(answer)) throw new Error(`${resourceKey(resource)}: ${answer.message}`);
  }
  agent = kubeApi({ url: cluster.url, caPem: cluster.caPem, token: await tokenOf('home-base', 'agent') });
  await policiesHold();
});

afterAll(async () => {
  agent?.close();
  await cluster?.stop();
});

async function tokenOf(namespace: string, name: string): Promise<string> {
  const { status, body } = await cluster.api.send('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {},
  });
  if (status !== 201) throw new Error(`no token for ${namespace}/${name}: ${body}`);
  return z.object({ status: z.object({ token: z.string() }) }).parse(JSON.parse(body)).status.token;
}

/** The API server reads new policies after a moment: each has to have refused something once. */
async function policiesHold(): Promise<void> {
  const probes: [string, Resource][] = [
    ['home-base-agent-namespaces', configMap('default', 'probe')],
    ['home-base-agent-rbac', roleOf('cloudnative-pg', [], { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' })],
  ];
  await apply(cluster.api, namespaceOf('battery-ai', { enforce: 'baseline' }), { manager: 'admin' });
  probes.push(
    ['home-base-agent-workloads', workload('DaemonSet', podSpec({ hostPID: true }))],
    ['home-base-agent-pod-security', namespaceOf('battery-ai', { enforce: 'privileged' })],
  );
  for (const [policy, resource] of probes)
    await pollUntil(
      `the policy ${policy} holding`,
      async () => ((await apply(agent, resource, { dryRun: true })).message.includes(policy) ? true : undefined),
      { timeoutMs: 60_000 },
    );
}

function everything(): Resource[] {
  const all = new Map<string, Resource>();
  for (const provider of providers)
    for (const resource of render({
      summary: kitchenSink({ usage: 'kitchen_sink', provider, size: 'small', full: true }),
    }).resources)
      all.set(resourceKey(resource), resource);
  return byStage(all.values());
}

describe('what the agent needs', () => {
  it('applies every definition and every resource of every battery and object, twice', async () => {
    await applyDefinitions(agent, (await definitions()).resources);
    const refused: string[] = [];
    for (const round of [1, 2])
      for (const stage of [0, 1, 2, 3, 4, 5])
        await inParallel(
          everything().filter((resource) => stageOf(resource) === stage),
          async (resource) => {
            const answer = await apply(agent, resource, { manager: 'home-base-agent' });
            if (!isAccepted(answer)) refused.push(`round ${round} ${resourceKey(resource)}: ${answer.status} ${answer.message}`);
          },
        );
    expect(refused).toEqual([]);
  });

  it('keeps its state, reads its facts, and lets go of kept definitions', async () => {
    for (const name of ['agent-state-0', 'agent-state-keys']) {
      expect(await apply(agent, configMap('home-base', name))).toMatchObject({ message: '' });
      expect((await agent.send('DELETE', `/api/v1/namespaces/home-base/configmaps/${name}`)).status).toBe(200);
      expect(
        isAccepted(await apply(agent, { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'home-base' }, type: 'Opaque' })),
      ).toBe(true);
    }
    // The API server answers 429 for a moment where a definition is new.
    for (const path of [
      '/api/v1/nodes',
      '/api/v1/pods',
      '/api/v1/events',
      '/apis/storage.k8s.io/v1/storageclasses',
      '/apis/cert-manager.io/v1/clusterissuers',
      '/apis/postgresql.cnpg.io/v1/backups',
      '/apis/discovery.k8s.io/v1/endpointslices',
      '/api/v1/namespaces/kube-system',
      '/version',
      '/apis',
      '/openapi/v3',
    ])
      await pollUntil(`${path} being read`, async () => ((await agent.send('GET', path)).status === 200 ? true : undefined), {
        timeoutMs: 20_000,
      });
    const bgppeers = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bgppeers.metallb.io';
    expect(
      (await agent.send('PATCH', bgppeers, { spec: { conversion: { strategy: 'None', webhook: null } } }, 'application/merge-patch+json'))
        .status,
    ).toBe(200);
  });
});

describe('what nobody can make the agent do', () => {
  const patch = (path: string, body: object) => agent.send('PATCH', path, body, 'application/merge-patch+json');

  beforeAll(async () => {
    // What the attacks aim at is there, so that a refusal is not merely "not found".
    const theirs = {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Their', plural: 'theirs' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    };
    const targets: Resource[] = [
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'theirs.example.com' }, spec: theirs },
      { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'theirs' }, spec: { selfSigned: {} } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cert-manager', namespace: 'kube-system' } },
    ];
    for (const target of targets) expect(await apply(cluster.api, target), resourceKey(target)).toMatchObject({ message: '' });
    const pod = podSpec({ serviceAccountName: 'cert-manager', automountServiceAccountToken: false });
    for (const [path, kind, spec] of [
      ['/api/v1/nodes', 'Node', {}],
      ['/api/v1/namespaces/kube-system/pods', 'Pod', pod],
    ] as const)
      expect((await cluster.api.send('POST', path, { apiVersion: 'v1', kind, metadata: { name: 'theirs' }, spec })).status, path).toBe(201);
    const issuer = () => patch('/apis/cert-manager.io/v1/clusterissuers/theirs?dryRun=All', { metadata: { labels: { a: 'b' } } });
    await pollUntil(
      'the policy home-base-agent-cluster holding',
      async () => ((await issuer()).body.includes('home-base-agent-cluster') ? true : undefined),
      { timeoutMs: 60_000 },
    );
  });

  it.each(agentAttacks(() => agent))('refuses to %s', async (_name, run) => {
    const { status, message, body } = await run();
    expect(status, message ?? body).toBe(403);
  });

  it('refuses to pass rights on to an account that no limit holds for', async () => {
    // What a thief writes: a role with what the agent holds, bound to an account whose pods he writes too.
    const rules = [{ apiGroups: [''], resources: ['pods', 'pods/exec', 'secrets'], verbs: ['create', 'patch'] }];
    expect((await apply(agent, roleOf('cloudnative-pg', rules))).message).not.toContain('forbidden');
    for (const namespace of ['battery-base', 'kube-system'])
      await apply(
        cluster.api,
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
        { manager: 'admin' },
      );
    const thief = kubeApi({ url: cluster.url, caPem: cluster.caPem, token: await tokenOf('battery-core', 'cloudnative-pg') });
    const post = (path: string, spec: object = {}) =>
      thief.send('POST', `/api/v1/namespaces/${path}`, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'thief' }, spec });
    const plain = podSpec({ automountServiceAccountToken: false });
    const secret = (type: string) =>
      thief.send('POST', '/api/v1/namespaces/kube-system/secrets?dryRun=All', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'thief', annotations: { 'kubernetes.io/service-account.name': 'default' } },
        type,
      });
    const answers = {
      certificate: await secret('Opaque'),
      token: await secret('kubernetes.io/service-account-token'),
      inOwn: await post('battery-base/pods?dryRun=All', plain),
      inSystem: await post('kube-system/pods?dryRun=All', plain),
      intoSystem: await post('kube-system/pods/theirs/exec?command=sh&stdout=true'),
      privileged: await post('battery-base/pods?dryRun=All', { ...plain, ...inContainer({ privileged: true }) }),
    };
    thief.close();
    expect(answers.certificate.status, answers.certificate.body).toBe(201);
    expect(answers.token.body).toContain('home-base-agent-accounts');
    expect(answers.inOwn.status, answers.inOwn.body).toBe(201);
    expect(answers.inSystem.body).toContain('home-base-agent-accounts');
    expect(answers.intoSystem.body).toContain('home-base-agent-accounts');
    expect(answers.privileged.body).toContain('home-base-agent-account-workloads');
  });

  it('refuses to act as somebody else', async () => {
    const { status } = await fetchAs('system:admin');
    expect(status).toBe(403);
  });
});

describe('and at the end', () => {
  it('removes what it made', async () => {
    const refused: string[] = [];
    // The namespaces stay: without a namespace controller they would terminate for ever and refuse what the attacks write.
    for (const resource of everything()
      .reverse()
      .filter(({ kind }) => kind !== 'Namespace')) {
      const { status, body } = await agent.send('DELETE', pathOf(resource));
      // An attack took one away already.
      if (![200, 202, 404].includes(status)) refused.push(`${resourceKey(resource)}: ${status} ${body}`);
    }
    expect(refused).toEqual([]);
    expect((await agent.send('DELETE', '/api/v1/namespaces/battery-ai?dryRun=All')).status).toBe(200);
  });
});

/** The plain client sends no such header, so this is a request of its own. */
async function fetchAs(user: string): Promise<{ status: number }> {
  const token = await tokenOf('home-base', 'agent');
  return new Promise((resolve, reject) => {
    const req = request(
      new URL('/api/v1/secrets', cluster.url),
      { ca: cluster.caPem, headers: { authorization: `Bearer ${token}`, 'impersonate-user': user } },
      (res) => {
        res.resume();
        resolve({ status: res.statusCode ?? 0 });
      },
    );
    req.on('error', reject);
    req.end();
  });
}
