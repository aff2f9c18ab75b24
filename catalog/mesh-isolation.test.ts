import { expect, test } from 'vitest';
import { render } from './materialize.ts';
import { meshIsolation } from './mesh-isolation.ts';
import {
  allowIngress,
  anyNamespace,
  denyIngress,
  type IngressRule,
  managedNamespaces,
  namespacePeer,
  podPeer,
} from './parts/network-policy.ts';
import type { BatteryType } from './registry.ts';
import { kitchenSink, sampleSummary } from './sample-summary.ts';

const summaryOf = (batteries: BatteryType[]) => sampleSummary({ usage: 'production', provider: 'aws', size: 'tiny', batteries });
const mesh = summaryOf(['istio']);
const pods = { 'battery/app': 'db' };
/** What the tunnel is told of a rule for pods in the data namespace. */
const rulesOf = (rules: IngressRule[], summary = mesh, namespace = 'battery-data') =>
  meshIsolation(allowIngress('db', namespace, pods, rules), summary).map(({ spec }) => Object(spec).rules);

test('a client in the mesh reaches the ports and comes from the namespaces that the network policy names, and no others', () => {
  const [policy] = meshIsolation(
    allowIngress('db', 'battery-data', pods, [
      { from: [namespacePeer('battery-core', { any: 'pod' }), podPeer(pods)], ports: [5432, { port: 53, protocol: 'UDP' }] },
    ]),
    mesh,
  );
  expect(policy).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'isolation-db', namespace: 'battery-data' },
    spec: {
      selector: { matchLabels: pods },
      action: 'ALLOW',
      rules: [{ from: [{ source: { namespaces: ['battery-core', 'battery-data'] } }], to: [{ operation: { ports: ['5432'] } }] }],
    },
  });
});

test('what is open to all stays open, and all namespaces of Home Base are named', () => {
  expect(rulesOf([{ ports: [9443] }])).toEqual([[{ to: [{ operation: { ports: ['9443'] } }] }]]);
  expect(rulesOf([{ from: [anyNamespace], ports: [80] }])).toEqual([[{ to: [{ operation: { ports: ['80'] } }] }]]);
  expect(rulesOf([{ from: [managedNamespaces] }])).toEqual([
    [
      {
        from: [
          {
            source: {
              namespaces: [
                'battery-ai',
                'battery-base',
                'battery-core',
                'battery-data',
                'battery-istio',
                'battery-knative',
                'battery-traditional',
              ],
            },
          },
        ],
      },
    ],
  ]);
});

test('where nothing is let in by default, only what came past the tunnel is left to the network policy', () => {
  expect(meshIsolation(denyIngress('battery-data'), mesh).map(({ spec }) => spec)).toEqual([
    { action: 'ALLOW', rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] },
  ]);
});

test('a waypoint in front of the pods may do what its clients may', () => {
  const rules = [{ from: [namespacePeer('battery-istio')], ports: [3000] }];
  const sources = (batteries: BatteryType[], namespace: string) => rulesOf(rules, summaryOf(batteries), namespace)[0]?.[0].from;
  const gateway = { source: { namespaces: ['battery-istio'] } };
  expect(sources(['istio_gateway', 'keycloak'], 'battery-core')).toEqual([
    gateway,
    { source: { principals: ['cluster.local/ns/battery-core/sa/waypoint'] } },
  ]);
  expect(sources(['istio_gateway', 'keycloak'], 'battery-data')).toEqual([gateway]);
  expect(sources(['istio_gateway'], 'battery-core')).toEqual([gateway]);
});

test('the tunnel itself, probes and what is not TCP are nothing to say', () => {
  expect(rulesOf([{ from: [anyNamespace], ports: [15_008] }])).toEqual([]);
  expect(rulesOf([{ from: [{ ipBlock: { cidr: '169.254.7.127/32' } }] }])).toEqual([]);
  expect(rulesOf([{ ports: [{ port: 53, protocol: 'UDP' }] }])).toEqual([]);
});

test('every network policy of a namespace in the mesh has its like, and without mesh or isolation there is none', () => {
  const made = (batteries?: BatteryType[], isolation = true) => {
    const { resources } = render({
      summary: kitchenSink({
        usage: 'internal_dev',
        provider: 'kind',
        size: 'tiny',
        ...(batteries && { batteries }),
        config: { battery_core: { isolation } },
      }),
    });
    const of = (kind: string) =>
      resources
        .filter((resource) => resource.kind === kind)
        .map(({ metadata }) => ({ ...metadata, key: `${metadata.namespace}/${metadata.name.replace(/^isolation-/, '')}` }));
    return { networks: of('NetworkPolicy'), tunnels: of('AuthorizationPolicy').filter(({ name }) => name.startsWith('isolation-')) };
  };
  const { networks, tunnels } = made();
  const inMesh = networks.filter(({ namespace, name }) => !/-(base|istio)$/.test(namespace ?? '') && name !== 'mesh');
  expect(tunnels.map(({ key }) => key).sort()).toEqual(inMesh.map(({ key }) => key).sort());
  for (const { key, labels } of tunnels)
    expect(labels?.['battery/owner'], key).toBe(networks.find((network) => network.key === key)?.labels?.['battery/owner']);
  expect(made(['cloudnative_pg', 'redis', 'traditional_services']).tunnels).toEqual([]);
  expect(made(undefined, false)).toEqual({ networks: [], tunnels: [] });
});
