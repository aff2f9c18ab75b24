import { parseKey, resourceKey } from '@home-base/schema/kube/resource.ts';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { unfitFor } from './defaults.ts';
import { exampleConfig, type FieldMeta, type Provider, providers, sizes } from './define.ts';
import { kindOf } from './kinds.ts';
import { materialize, render } from './materialize.ts';
import { rootCertConfigMap } from './parts/mesh.ts';
import { batteryTypes, getBattery } from './registry.ts';
import { kitchenSink } from './sample-summary.ts';
import type { Summary } from './summary.ts';
import { otherValue } from './testing/other-value.ts';
import { indexUpstream } from './upstream/index-upstream.ts';
import { standIns } from './upstream/ingest.ts';

const upstream = indexUpstream(standIns()).index;
const sink = kitchenSink({ usage: 'kitchen_sink', provider: 'kind', size: 'small' });
describe.each(providers)('the kitchen sink on %s', (provider) => {
  it.each(sizes)('in %s has unique, named, labelled, registered resources, twice the same', (size) => {
    const summary = kitchenSink({ usage: 'kitchen_sink', provider, size });
    const { resources, failures } = render({ summary });
    expect(failures).toEqual([]);
    const keys = resources.map(resourceKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const resource of resources) {
      const { scope } = kindOf(resource);
      expect(resource.metadata.namespace === undefined, resourceKey(resource)).toBe(scope === 'Cluster');
      expect(resource.metadata.labels).toMatchObject({
        'battery/managed': 'true',
        'battery/app': expect.any(String),
        'battery/owner': expect.any(String),
        'app.kubernetes.io/managed-by': 'home-base',
      });
      for (const value of Object.values(resource.metadata.labels ?? {})) expect(value).toMatch(/^([A-Za-z0-9][\w.-]{0,62})?$/);
    }
    const first = materialize({ summary, upstream });
    const second = materialize({ summary: structuredClone(summary), upstream });
    expect(second).toEqual(first);
    // What the snapshot before lists is stored: only its bytes are not made again.
    const again = materialize({ summary, upstream, previous: first.entries });
    expect(again).toEqual({ ...first, blobs: new Map() });
    expect(first.entries.map(([key]) => key)).toEqual(first.entries.map(([key]) => key).sort());
  });
});

test('every namespace that is used is made, and every Secret and ConfigMap that a pod must have is made too', () => {
  const { resources } = render({ summary: sink });
  const made = new Set(
    resources.map(
      (resource) =>
        `${resource.kind === 'GeneratedSecret' ? 'Secret' : resource.kind}/${resource.metadata.namespace ?? ''}/${resource.metadata.name}`,
    ),
  );
  // cert-manager makes the Secret of a Certificate.
  for (const { kind, metadata, spec } of resources)
    if (kind === 'Certificate') made.add(`Secret/${metadata.namespace}/${/"secretName":"([^"]+)"/.exec(JSON.stringify(spec))?.[1]}`);
  // Kubernetes has this namespace itself.
  made.add('Namespace//kube-system');
  for (const { metadata } of resources) if (metadata.namespace) expect(made).toContain(`Namespace//${metadata.namespace}`);
  // The mesh's authority is written into every namespace.
  for (const { kind, metadata } of resources) if (kind === 'Namespace') made.add(`ConfigMap/${metadata.name}/${rootCertConfigMap}`);
  // A user's own service names what the user makes.
  for (const resource of resources.filter(
    ({ kind, metadata }) => ['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind) && metadata.namespace !== 'battery-traditional',
  )) {
    const text = JSON.stringify(resource.spec);
    for (const [, body = ''] of text.matchAll(/"secret":(\{[^}]*\})/g))
      if (!body.includes('"optional":true'))
        expect(made).toContain(`Secret/${resource.metadata.namespace}/${/"secretName":"([^"]+)"/.exec(body)?.[1]}`);
    for (const [, name] of text.matchAll(/"configMap":\{"name":"([^"]+)"/g))
      expect(made).toContain(`ConfigMap/${resource.metadata.namespace}/${name}`);
    expect(made).toContain(`ServiceAccount/${resource.metadata.namespace}/${/"serviceAccountName":"([^"]+)"/.exec(text)?.[1]}`);
  }
});

const sinks = new Map<string, ReturnType<typeof materialize>>();
/** With every battery at its examples; made once a provider. */
function sinkOn(provider: Provider) {
  const known =
    sinks.get(provider) ?? materialize({ summary: kitchenSink({ usage: 'internal_dev', provider, size: 'small', full: true }), upstream });
  sinks.set(provider, known);
  return known;
}

describe('every config field changes what is made', () => {
  const fields = batteryTypes.flatMap((type) =>
    Object.entries(getBattery(type).config.shape).map(([field, schema]) => ({ type, field, schema })),
  );
  it.each(fields)('$type $field', ({ type, field, schema }) => {
    const { noResource, matters }: FieldMeta = z.instanceof(z.ZodType).parse(schema).meta() ?? {};
    // The field is set before and after, so that what else the battery has stays the same.
    const provider = unfitFor.aws.includes(type) ? 'kind' : 'aws';
    const sample = { usage: 'internal_dev', provider, size: 'small', full: true } as const;
    const stored = { ...exampleConfig(getBattery(type)), ...matters };
    const current: Record<string, unknown> = getBattery(type).config.parse(stored);
    const before = matters ? materialize({ summary: kitchenSink({ ...sample, config: { [type]: stored } }), upstream }) : sinkOn(provider);
    const after = materialize({
      summary: kitchenSink({ ...sample, config: { [type]: { ...stored, [field]: otherValue(schema, current[field]) } } }),
      upstream,
    });
    expect(after.failures).toEqual([]);
    if (noResource) expect(after.entries).toEqual(before.entries);
    else expect(after.entries).not.toEqual(before.entries);
  });
});

describe('what fails, fails alone', () => {
  const broken: Summary = {
    ...sink,
    redisInstances: sink.redisInstances.map((redis) => (redis.mode === 'sentinel' ? { ...redis, replicationOf: undefined } : redis)),
  };

  it('an object that throws keeps its entries of before, and everything else goes on', () => {
    const before = materialize({ summary: sink, upstream });
    const after = materialize({ summary: broken, upstream, previous: before.entries });
    expect(after.failures).toEqual([{ owner: 'redis_sentinel', battery: 'redis', message: expect.stringMatching(/set replicationOf/) }]);
    expect(after.entries).toEqual(before.entries);
    expect(materialize({ summary: broken, upstream }).entries.filter(([, , , , owner]) => owner === 'redis_sentinel')).toEqual([]);
  });

  it('a stored config that no longer fits stops its battery and says which field', () => {
    const summary = {
      ...sink,
      batteries: sink.batteries.map((battery) => (battery.type === 'metallb' ? { ...battery, config: { logLevel: 'loud' } } : battery)),
    };
    const { failures, entries } = materialize({ summary, upstream });
    const message = expect.stringMatching(/configuration of MetalLB is not valid.*logLevel/s);
    expect(failures).toEqual(
      ['batt_metallb', ...sink.ipAddressPools.map(({ id }) => id)].map((owner) => ({ owner, battery: 'metallb', message })),
    );
    expect(entries.length).toBeGreaterThan(100);
  });

  it("what would lie in the agent's own namespace fails its owner alone, as the agent would refuse the whole manifest", () => {
    const [main, ...others] = sink.postgresClusters;
    const users = main!.users.map((user) => ({ ...user, credentialNamespaces: ['home-base'] }));
    const { failures, entries } = materialize({ summary: { ...sink, postgresClusters: [{ ...main!, users }, ...others] }, upstream });
    expect(failures).toEqual([{ owner: 'pg_standard', battery: 'cloudnative_pg', message: expect.stringMatching(/the agent's alone/) }]);
    expect(entries.filter(([key]) => parseKey(key).namespace === 'home-base')).toEqual([]);
    expect(entries.some(([, , , , owner]) => owner === 'pg_internal')).toBe(true);
  });

  it('no service is put beside the operators when its battery cannot have their namespace', () => {
    const summary = {
      ...sink,
      batteries: sink.batteries.map((battery) =>
        battery.type === 'traditional_services' ? { ...battery, config: { namespace: 'battery-base' } } : battery,
      ),
    };
    const { failures, entries } = materialize({ summary, upstream });
    expect(failures.map(({ owner }) => owner)).toEqual(['batt_traditional_services', 'svc_web', 'svc_worker', 'svc_shop']);
    expect(entries.filter(([, , , , owner]) => owner.startsWith('svc_'))).toEqual([]);
  });

  it('a battery that this catalog lacks is named, and stays', () => {
    const summary = { ...sink, batteries: [...sink.batteries, { id: 'batt_x', type: 'mysql', config: {} }] };
    const kept: [string, string, number, number, string] = ['core/ConfigMap/battery-core/mysql', 'a'.repeat(64), 3, 2, 'batt_x'];
    const { failures, entries } = materialize({ summary, upstream, previous: [kept] });
    expect(failures).toEqual([{ owner: 'batt_x', battery: 'mysql', message: expect.stringMatching(/no battery "mysql"/) }]);
    expect(entries).toContainEqual(kept);
  });

  it('of two that make one key the later fails, and both are named', () => {
    const [web] = sink.traditionalServices;
    const summary = { ...sink, traditionalServices: [...sink.traditionalServices, { ...web!, id: 'svc_twin' }] };
    const { failures, entries } = materialize({ summary, upstream });
    expect(failures).toEqual([
      {
        owner: 'svc_twin',
        battery: 'traditional_services',
        message: expect.stringMatching(
          /"web" of Traditional Services makes .*, which "web" of Traditional Services makes too: rename one of them/,
        ),
      },
    ]);
    expect(entries.filter(([key]) => key.endsWith('/web')).every(([, , , , owner]) => owner === 'svc_web')).toBe(true);
  });
});

test('pods are replaced when the configuration they mount changes, and only then', () => {
  const hashOf = (summary: Summary, name: string) => {
    const found = render({ summary }).resources.find(
      ({ kind, metadata }) => kind !== 'ServiceAccount' && metadata.name === name && (kind === 'DaemonSet' || kind === 'Deployment'),
    );
    return /"battery\/config-hash":"(\w+)"/.exec(JSON.stringify(found))?.[1];
  };
  expect(hashOf(sink, 'metallb-speaker')).toMatch(/^\w{16}$/);
  const louder = {
    ...sink,
    batteries: sink.batteries.map((battery) => (battery.type === 'metallb' ? { ...battery, config: { logLevel: 'debug' } } : battery)),
  };
  expect(hashOf(louder, 'metallb-speaker')).toBe(hashOf(sink, 'metallb-speaker'));
});

test('entries name the owner: the object where there is one, else the battery', () => {
  const { entries } = materialize({ summary: sink, upstream });
  const ownerOf = (key: string) => entries.find((entry) => entry[0] === key)?.[4];
  expect(ownerOf('redis.redis.opstreelabs.in/Redis/battery-data/redis-standalone')).toBe('redis_standalone');
  expect(ownerOf('apiextensions.k8s.io/CustomResourceDefinition/-/clusters.postgresql.cnpg.io')).toBe('batt_cloudnative_pg');
  for (const [key, sha256, bytes] of entries)
    expect([parseKey(key).name.length > 0, sha256.length, bytes > 0], key).toEqual([true, 64, true]);
});

test('without a battery its definitions and resources are not listed', () => {
  const without = kitchenSink({
    usage: 'kitchen_sink',
    provider: 'kind',
    size: 'small',
    batteries: batteryTypes.filter((type) => type !== 'redis'),
  });
  const { entries } = materialize({ summary: without, upstream });
  expect(entries.filter(([key]) => key.includes('redis'))).toEqual([]);
});
