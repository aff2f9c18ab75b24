import { describe, expect, it, test } from 'vitest';
import { needsOf } from '../../registry.ts';
import { made } from '../../testing/made.ts';

const alone = made(['vm_agent']);

test('D9: it needs the store, which brings the definition of VMAgent', () => {
  expect(needsOf('vm_agent')).toEqual(['battery_core', 'victoria_metrics']);
  expect(needsOf('victoria_metrics')).not.toContain('vm_agent');
});

test('it collects from everything, as often and as much in parts as it is told, and sends it to the store', () => {
  const { find } = made(['vm_agent'], {
    config: { vm_agent: { scrapeSeconds: 15, shards: 3 }, battery_core: { coreNamespace: 'battery-ops' } },
  });
  expect(find('VMAgent', 'main-agent')).toMatchObject({
    metadata: { namespace: 'battery-ops' },
    spec: {
      selectAllByDefault: true,
      scrapeInterval: '15s',
      shardCount: 3,
      remoteWrite: [{ url: 'http://vminsert-main-cluster.battery-ops.svc.cluster.local:8480/insert/0/prometheus/api/v1/write' }],
    },
  });
});

test('its account may read no Secret but the one with its own configuration', () => {
  expect(alone.find('VMAgent', 'main-agent')?.spec).toMatchObject({ serviceAccountName: 'vm-agent' });
  expect(JSON.stringify(alone.find('ClusterRole', 'vm-agent')?.rules)).not.toContain('secrets');
  expect(alone.find('Role', 'vm-agent')?.rules).toEqual([
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['vmagent-main-agent'], verbs: ['get', 'list', 'watch'] },
  ]);
});

describe('the route', () => {
  const route = (of: typeof alone) => of.find('HTTPRoute', 'vmagent')?.spec;

  it('with sign-in leads to the pages that show targets, and not to those that take samples', () => {
    const spec = route(made(['vm_agent', 'sso', 'istio_gateway']));
    expect(spec).toMatchObject({
      hostnames: ['vmagent.10-1-2-3.sslip.io'],
      rules: [
        { backendRefs: [{ name: 'oauth2-proxy-vm-agent', port: 80 }] },
        { backendRefs: [{ name: 'vmagent-main-agent', port: 8429 }] },
      ],
    });
    expect(JSON.stringify(spec)).toContain('/targets');
    for (const path of ['/api/v1/write', '/config', '"PathPrefix","value":"/"']) expect(JSON.stringify(spec)).not.toContain(path);
  });

  it('without sign-in is there only when anyone may look', () => {
    expect(route(made(['vm_agent', 'istio_gateway']))).toBeUndefined();
    expect(route(made(['vm_agent', 'istio_gateway'], { config: { vm_agent: { access: 'anyone' } } }))).toMatchObject({
      rules: [{ backendRefs: [{ name: 'vmagent-main-agent' }] }],
    });
    expect(route(alone)).toBeUndefined();
  });

  it('leads past the waypoint', () => {
    expect(alone.find('VMAgent', 'main-agent')?.spec).toMatchObject({
      serviceSpec: { useAsDefault: true, metadata: { labels: { 'istio.io/ingress-use-waypoint': 'true' } } },
    });
  });
});
