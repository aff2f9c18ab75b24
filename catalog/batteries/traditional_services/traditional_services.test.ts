import { expect, test } from 'vitest';
import { render } from '../../materialize.ts';
import { kitchenSink } from '../../sample-summary.ts';
import { emptyFacts, type Summary } from '../../summary.ts';

const plain = {
  ...kitchenSink({ usage: 'production', provider: 'kind', size: 'tiny', batteries: ['traditional_services'] }),
  facts: emptyFacts,
};
const gateway: Summary = { ...plain, batteries: [...plain.batteries, { id: 'batt_g', type: 'istio_gateway', config: {} }] };
const made = (summary: Summary, kind: string) => render({ summary }).resources.filter((resource) => resource.kind === kind);

test('a public service gets a route once a gateway answers at a known address, never before', () => {
  expect(made(plain, 'HTTPRoute')).toEqual([]);
  expect(made(gateway, 'HTTPRoute')).toEqual([]);
  const routes = made({ ...gateway, facts: { ...emptyFacts, ingressAddresses: ['10.0.0.7', 'lb.example.com'] } }, 'HTTPRoute');
  expect(routes.map(({ metadata }) => metadata.name).sort()).toEqual(['shop', 'web']);
  expect(routes.find(({ metadata }) => metadata.name === 'shop')?.spec).toMatchObject({
    hostnames: ['shop.webapp.10-0-0-7.sslip.io', 'shop.example.com'],
    rules: [{ backendRefs: [{ name: 'shop', port: 8080 }] }],
  });
});

test('only what runs more than once has a disruption budget', () => {
  expect(made(plain, 'PodDisruptionBudget').map(({ metadata }) => metadata.name)).toEqual(['shop']);
});

test('services run without an account token, without raw sockets, and as the stricter standard says when it is chosen', () => {
  const [web] = made(plain, 'Deployment');
  expect(web?.spec).toMatchObject({
    template: {
      spec: {
        automountServiceAccountToken: false,
        containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['NET_RAW'] } } }],
      },
    },
  });
  const strict = {
    ...plain,
    batteries: plain.batteries.map((battery) =>
      battery.type === 'traditional_services' ? { ...battery, config: { podSecurity: 'restricted' } } : battery,
    ),
  };
  expect(made(strict, 'Deployment')[0]?.spec).toMatchObject({
    template: { spec: { securityContext: { runAsNonRoot: true }, containers: [{ securityContext: { capabilities: { drop: ['ALL'] } } }] } },
  });
});
