import { expect, it, test } from 'vitest';
import { render } from '../../materialize.ts';
import { AddressRange } from '../../parts/address-range.ts';
import { sampleSummary } from '../../sample-summary.ts';

const { resources } = render({
  summary: {
    ...sampleSummary({ usage: 'development', provider: 'kind', size: 'tiny', batteries: ['metallb'] }),
    ipAddressPools: [{ id: 'pool_lan', name: 'lan', subnet: '192.168.5.0/28' }],
  },
});

test('the addresses of a pool are the ones that are announced', () => {
  const spec = (kind: string) => resources.find((resource) => resource.kind === kind)?.spec;
  expect(spec('IPAddressPool')).toMatchObject({ addresses: ['192.168.5.0/28'] });
  expect(spec('L2Advertisement')).toEqual({ ipAddressPools: ['lan'] });
});

test('D11: monitors are made once, in a namespace, and only with VictoriaMetrics; without pools nothing is announced', () => {
  const made = (batteries: Parameters<typeof sampleSummary>[0]['batteries']) =>
    render({ summary: sampleSummary({ usage: 'production', provider: 'provided', size: 'tiny', ...(batteries && { batteries }) }) })
      .resources;
  const monitors = (resources: ReturnType<typeof made>) =>
    resources
      .filter(({ kind, metadata }) => (kind === 'Service' || kind.startsWith('VM')) && /^metallb-.*-monitor/.test(metadata.name))
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  expect(monitors(made(['metallb']))).toEqual([]);
  const watched = made(['metallb', 'victoria_metrics']);
  expect(monitors(watched).sort()).toEqual([
    'Service battery-base/metallb-controller-monitor-service',
    'Service battery-base/metallb-speaker-monitor-service',
    'VMServiceScrape battery-base/metallb-controller-monitor',
    'VMServiceScrape battery-base/metallb-speaker-monitor',
  ]);
  for (const { metadata, spec } of watched.filter(
    ({ kind, metadata }) => kind === 'VMServiceScrape' && metadata.name.startsWith('metallb'),
  ))
    expect(spec).toMatchObject({
      selector: {
        matchLabels: watched.find(({ metadata: { name } }) => name === `${metadata.name}-service`) && { 'battery/monitor': metadata.name },
      },
    });
  expect(watched.filter(({ kind }) => kind === 'L2Advertisement')).toEqual([]);
});

test('the speaker gets raw sockets on the host network and nothing more', () => {
  const speaker = resources.find(({ kind }) => kind === 'DaemonSet');
  expect(speaker?.spec).toMatchObject({
    template: {
      spec: {
        hostNetwork: true,
        containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_RAW'] } } }],
      },
    },
  });
  expect(JSON.stringify(speaker)).not.toMatch(/privileged|hostPath|hostPID/);
});

it.each(['10.0.0.1', '10.0.0.0/33', '10.0.0.300-10.0.0.301', 'fd00::/64', '10.0.0.9-10.0.0.1', ''])(
  '%s is not taken for a range',
  (text) => {
    expect(AddressRange.safeParse(text).success).toBe(false);
  },
);
