import type { Resource } from '@home-base/schema/kube/resource.ts';
import { webhookName as awsWebhook } from './batteries/aws_load_balancer_controller/webhooks.ts';
import { servingWebhooks } from './batteries/knative/names.ts';
import type { CatalogGrants } from './grants.ts';
import { type PodSecurity, podSecurityLevels } from './parts/security.ts';

const apiVersion = 'admissionregistration.k8s.io/v1';
const username = 'system:serviceaccount:home-base:agent';
const matchConditions = [{ name: 'agent', expression: `request.userInfo.username == '${username}'` }];

/** A list literal of CEL. JSON's strings are CEL's as long as they hold only printable characters, which names do. */
const cel = (values: Iterable<string>) => JSON.stringify([...values]);

/**
 * What RBAC cannot say, because it knows no "except": enforced by the API server, and not writable by the agent (its RBAC names none of them).
 * The namespace selector in the first binding costs nothing for allowed namespaces; one expression over everything cost 15-27 % of throughput.
 */
export function agentPolicies(grants: CatalogGrants, allowedNamespaces: readonly string[]): Resource[] {
  return [
    ...policy('home-base-agent-namespaces', namespacesSpec(grants), elsewhere(allowedNamespaces)),
    ...policy('home-base-agent-rbac', rbacSpec(allowedNamespaces)),
    ...policy('home-base-agent-cluster', clusterSpec(grants, allowedNamespaces)),
    ...policy('home-base-agent-workloads', workloadsSpec(grants)),
    ...policy('home-base-agent-pod-security', podSecuritySpec(grants)),
    // Whoever writes roles, bindings and pods can act as an account that is bound to all that was handed out: what it may not do, none of them may.
    ...policy('home-base-agent-accounts', accountsSpec(allowedNamespaces), elsewhere(allowedNamespaces)),
    ...policy('home-base-agent-webhooks', webhooksSpec),
    ...policy('home-base-agent-account-webhooks', { ...webhooksSpec, matchConditions: ofAccounts(allowedNamespaces) }),
    ...policy('home-base-agent-account-workloads', {
      ...workloadsSpec(grants),
      matchConditions: [
        ...ofAccounts(allowedNamespaces),
        // Only a cluster admin can have granted it (trivy_operator, scanNodes), and it amounts to the node already.
        { name: 'kubelet', expression: "!authorizer.group('').resource('nodes').subresource('proxy').check('get').allowed()" },
      ],
    }),
  ];
}

const elsewhere = (allowedNamespaces: readonly string[]) => ({
  namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: allowedNamespaces }] },
});

/** Requests of the service accounts in the installation's namespaces. */
const ofAccounts = (allowedNamespaces: readonly string[]) => [
  {
    name: 'account',
    expression: `request.userInfo.?groups.orValue([]).exists(g, g in ${cel(allowedNamespaces.map((name) => `system:serviceaccounts:${name}`))})`,
  },
];

type PolicySpec = {
  matchConditions?: object[];
  matchConstraints: object;
  variables?: object[];
  validations: { expression: string; message?: string; messageExpression?: string }[];
};

/** A refusal answers 403, as RBAC's do. */
function policy(name: string, { validations, ...spec }: PolicySpec, matchResources?: object): Resource[] {
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConditions,
        ...spec,
        validations: validations.map((validation) => ({ ...validation, reason: 'Forbidden' })),
      },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'], ...(matchResources && { matchResources }) },
    },
  ];
}

/** In every namespace that is not allowed, nothing but the agent's own state and the listed exceptions. */
function namespacesSpec({ exceptions }: CatalogGrants) {
  const state =
    "(request.namespace == 'home-base' && request.resource.group == '' && request.resource.resource in ['configmaps', 'secrets'] && request.name.startsWith('agent-state') && request.?subResource.orValue('') == '')";
  const listed = exceptions.map(
    ({ namespace, plural, name }) =>
      `(request.namespace == '${namespace}' && request.resource.resource == '${plural}' && request.name == '${name}')`,
  );
  return {
    matchConstraints: {
      resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'], scope: 'Namespaced' }],
    },
    validations: [
      {
        expression: [state, ...listed].join(' || '),
        messageExpression:
          "'the agent may not write in namespace ' + request.namespace + ': ' + request.resource.resource + ' ' + request.name",
      },
    ],
  };
}

/** Operators run nothing, and give no rights, outside the installation: a pod of kube-system is the whole cluster. */
function accountsSpec(allowedNamespaces: readonly string[]) {
  const may = (group: string, resources: string[]) => ({ ...rule(group, resources), operations: ['CREATE', 'UPDATE', 'CONNECT'] });
  return {
    matchConditions: ofAccounts(allowedNamespaces),
    matchConstraints: {
      resourceRules: [
        may('apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets']),
        may('batch', ['jobs', 'cronjobs']),
        may('', ['pods', 'replicationcontrollers', 'serviceaccounts/token']),
        may(
          '',
          ['ephemeralcontainers', 'exec', 'attach', 'portforward', 'proxy'].map((part) => `pods/${part}`),
        ),
        may('rbac.authorization.k8s.io', ['roles', 'rolebindings']),
        rule('', ['secrets']),
      ],
    },
    validations: [
      {
        // Certificates and the like, but none that Kubernetes fills with the token of an account, or takes for one of a node.
        expression: `request.resource.resource == 'secrets' && !(object.?type.orValue('') in ${cel(['kubernetes.io/service-account-token', 'bootstrap.kubernetes.io/token'])})`,
        messageExpression: "'an operator of the installation may not write ' + request.resource.resource + ' in ' + request.namespace",
      },
    ],
  };
}

/** A mutating webhook for pods of kube-system is the whole cluster. Operators judge their own kinds, and of Kubernetes' own only what is named here. */
const webhooksSpec = {
  matchConstraints: {
    resourceRules: [rule('admissionregistration.k8s.io', ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'])],
  },
  variables: [
    {
      name: 'builtin',
      expression: cel([
        `mutatingwebhookconfigurations/${awsWebhook} /services`,
        `validatingwebhookconfigurations/${awsWebhook} networking.k8s.io/ingresses`,
        // Knative writes the rules of its webhooks itself: of ConfigMaps with its settings.
        `validatingwebhookconfigurations/${servingWebhooks.config} /configmaps`,
        `validatingwebhookconfigurations/${servingWebhooks.gatewayConfig} /configmaps`,
      ]),
    },
    { name: 'here', expression: "request.resource.resource + '/' + request.name + ' '" },
  ],
  validations: [
    {
      // Pods only in namespaces that ask for it by a label, which the agent can give to its own alone.
      expression: `object.?webhooks.orValue([]).all(w, w.?rules.orValue([]).all(r, r.?apiGroups.orValue([]).all(g,
        (g.contains('.') && !g.endsWith('k8s.io')) || r.?resources.orValue([]).all(x,
          variables.here + g + '/' + x.split('/')[0] in variables.builtin ||
          (variables.here == 'mutatingwebhookconfigurations/${awsWebhook} ' && g == '' && x == 'pods' &&
            w.?namespaceSelector.?matchExpressions.orValue([]).exists(e, e.key == 'elbv2.k8s.aws/pod-readiness-gate-inject' && e.operator == 'In'))))))`,
      messageExpression: "'the agent may not have ' + variables.here + 'judge resources of Kubernetes itself'",
    },
  ],
};

/** What may be said in roles and bindings. */
function rbacSpec(allowedNamespaces: readonly string[]) {
  const escalating = "['escalate', 'bind', 'impersonate']";
  return {
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: ['rbac.authorization.k8s.io'],
          apiVersions: ['*'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
        },
      ],
    },
    validations: [
      {
        expression: `!has(object.roleRef) || object.?subjects.orValue([]).all(s, s.kind == 'ServiceAccount' && s.?namespace.orValue('') in ${cel(allowedNamespaces)})`,
        message: 'a binding may only name service accounts in the namespaces of the installation',
      },
      {
        expression: "!has(object.roleRef) || !(object.roleRef.name in ['cluster-admin', 'admin', 'edit', 'home-base-agent'])",
        message: 'this role may not be bound',
      },
      {
        expression: `!has(object.rules) || object.rules == null || object.rules.all(r, !r.verbs.exists(v, v in ${escalating}) && !('*' in r.verbs && r.?apiGroups.orValue([]).exists(g, g in ['*', 'rbac.authorization.k8s.io'])))`,
        message: 'a role may not carry escalate, bind or impersonate',
      },
      {
        expression:
          "!has(object.aggregationRule) && object.metadata.?labels.orValue({}).all(key, !key.startsWith('rbac.authorization.k8s.io/aggregate-to'))",
        message: "a role may not gather from others, nor be gathered into Kubernetes' own",
      },
    ],
  };
}

/**
 * Cluster-scoped writes by name. RBAC says the same of what the agent applies, but the rules that it must hold because it hands them out (an
 * operator that patches any ClusterIssuer) are wider.
 */
function clusterSpec({ clusterNames }: CatalogGrants, allowedNamespaces: readonly string[]) {
  const names = [...clusterNames].flatMap(([groupResource, of]) => [...of].sort().map((name) => `${groupResource}/${name}`));
  const allowed = [...names, ...allowedNamespaces.map((name) => `/namespaces/${name}`)];
  return {
    matchConstraints: {
      resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'], scope: 'Cluster' }],
    },
    variables: [{ name: 'allowed', expression: cel(allowed) }],
    validations: [
      {
        // Reviews ask a question and store nothing.
        expression:
          "request.resource.group in ['authorization.k8s.io', 'authentication.k8s.io'] || (request.resource.group + '/' + request.resource.resource + '/' + request.name) in variables.allowed",
        messageExpression: "'the agent may not write ' + request.resource.resource + ' ' + request.name",
      },
    ],
  };
}

/**
 * No workload takes more of its node than the catalog's own of that name (host-powers.ts counts those), so that who controls the manifest does not
 * control the nodes. What operators make of custom resources is theirs to write: the pod security of the namespace bounds that.
 */
function workloadsSpec({ hostPowers }: CatalogGrants) {
  const granted = (power: string) => `(variables.workload + ${power}) in variables.granted`;
  const flag = (power: string, taken: string) => ({
    expression: `!(${taken}) || ${granted(`' ${power}'`)}`,
    messageExpression: `'the agent may not write ' + variables.workload + ' with ${power}'`,
  });
  return {
    matchConstraints: {
      resourceRules: [
        rule('apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets']),
        rule('batch', ['jobs', 'cronjobs']),
        rule('', ['pods', 'pods/ephemeralcontainers', 'replicationcontrollers']),
      ],
    },
    variables: [
      {
        name: 'pod',
        expression:
          "request.resource.resource == 'pods' ? object.spec : request.resource.resource == 'cronjobs' ? object.spec.jobTemplate.spec.template.spec : object.spec.template.spec",
      },
      {
        name: 'containers',
        expression: 'variables.pod.containers + variables.pod.?initContainers.orValue([]) + variables.pod.?ephemeralContainers.orValue([])',
      },
      { name: 'workload', expression: "request.resource.resource + '/' + request.namespace + '/' + request.name" },
      { name: 'granted', expression: cel(hostPowers) },
    ],
    validations: [
      ...['hostPID', 'hostIPC', 'hostNetwork'].map((power) => flag(power, `variables.pod.?${power}.orValue(false)`)),
      flag('hostPath', 'variables.pod.?volumes.orValue([]).exists(v, has(v.hostPath))'),
      flag('privileged', 'variables.containers.exists(c, c.?securityContext.?privileged.orValue(false))'),
      flag('hostProcess', `variables.pod.${hostProcess} || variables.containers.exists(c, c.${hostProcess})`),
      {
        expression: `variables.containers.all(c, c.?securityContext.?capabilities.?add.orValue([]).all(power, ${granted("' ' + power")}))`,
        messageExpression: "'the agent may not write ' + variables.workload + ' with added capabilities'",
      },
    ],
  };
}

const hostProcess = '?securityContext.?windowsOptions.?hostProcess.orValue(false)';

function rule(group: string, resources: string[]) {
  return { apiGroups: [group], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources };
}

/**
 * A namespace enforces at least the pod security that the catalog gives it, and `baseline` where the catalog knows none: no label would mean that
 * anything goes. A pinned version would enforce the standard of long ago.
 */
function podSecuritySpec({ podSecurity }: CatalogGrants) {
  const prefix = 'pod-security.kubernetes.io';
  const asStrictAs = (level: PodSecurity) => podSecurityLevels.slice(podSecurityLevels.indexOf(level));
  const levels = Object.fromEntries([...podSecurity].map(([name, level]) => [name, asStrictAs(level)]));
  return {
    matchConstraints: { resourceRules: [rule('', ['namespaces'])] },
    variables: [
      { name: 'levels', expression: JSON.stringify(levels) },
      { name: 'labels', expression: 'object.metadata.?labels.orValue({})' },
    ],
    validations: [
      {
        expression: `variables.labels[?'${prefix}/enforce'].orValue('') in variables.levels[?request.name].orValue(${cel(asStrictAs('baseline'))})`,
        messageExpression: "'the agent may not loosen the pod security of the namespace ' + request.name",
      },
      {
        expression: `variables.labels[?'${prefix}/enforce-version'].orValue('latest') in ['latest', oldObject == null ? 'latest' : oldObject.metadata.?labels[?'${prefix}/enforce-version'].orValue('latest')]`,
        message: 'the agent may not pin the version of the pod security standard',
      },
    ],
  };
}
