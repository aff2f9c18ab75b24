import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotations } from '@home-base/schema/kube/labels.ts';
import { afterAll, describe, expect, it, test } from 'vitest';
import { readDefinitions } from './definitions.ts';
import { indexUpstream } from './index-upstream.ts';
import { ingest, standIns } from './ingest.ts';
import { type LockFile, lock } from './lock.ts';

const mirror = process.env.HOME_BASE_UPSTREAM;
if (!mirror) console.warn('NOT RUN: reading the true upstream files, because HOME_BASE_UPSTREAM names no folder that has them');

const dir = mkdtempSync(join(tmpdir(), 'home-base-ingest-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const definition = (name: string, kind: string, extra = '') =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${name}}\nspec:\n  group: redis.redis.opstreelabs.in\n  scope: Namespaced\n  names: {kind: ${kind}, plural: redis, singular: redis}\n  versions:\n  - {name: v1beta2, served: true, storage: true, subresources: {status: {}}, schema: {openAPIV3Schema: {type: object}}}\n${extra}`;
const file: LockFile = {
  battery: 'redis',
  repo: 'a/b',
  ref: 'v1',
  commit: 'a'.repeat(40),
  path: 'x.yaml',
  bytes: 1,
  sha256: '0'.repeat(64),
  licence: 'Apache-2.0',
  crds: ['redis.redis.redis.opstreelabs.in'],
};
const name = 'redis.redis.redis.opstreelabs.in';

describe('a file that is not what the lock and the registry say is refused', () => {
  it.each([
    ['another inventory', definition('other.redis.redis.opstreelabs.in', 'Redis'), /the lock expects/],
    ['a definition more', `${definition(name, 'Redis')}---\n${definition('other', 'Other')}`, /the lock expects/],
    ['another kind', definition(name, 'Radish'), /catalog\/kinds.ts says/],
    ['another version stored', definition(name, 'Redis').replace('storage: true', 'storage: false'), /catalog\/kinds.ts says/],
    [
      'a conversion webhook that nobody expects',
      definition(name, 'Redis', '  conversion: {strategy: Webhook, webhook: {clientConfig: {service: {name: a, namespace: b}}}}\n'),
      /the lock says not where it answers/,
    ],
    ['no YAML', 'a: [', /is not YAML/],
    ['aliases that could grow without end', `x: &a [1]\ny: *a\nkind: CustomResourceDefinition`, /alias/i],
  ])('%s', (_case, text, message) => {
    expect(() => readDefinitions(file, text)).toThrow(message);
  });

  it('and one that is passes, without status or the workloads beside it', () => {
    const text = `${definition(name, 'Redis')}status: {}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n`;
    expect(readDefinitions(file, text).map((resource) => [resource.metadata.name, 'status' in resource])).toEqual([[name, false]]);
  });
});

test('the network is asked for the pinned commit only, and its bytes are checked', async () => {
  const asked: string[] = [];
  const answer = (body: string) => async (url: string | URL | Request) => {
    asked.push(String(url));
    return new Response(body);
  };
  const one = { format: 1 as const, files: [file] };
  await expect(ingest({ network: true, allowStandIns: true, lock: one, fetch: answer('evil') })).rejects.toThrow(
    /has \d+ bytes and the lock says 1: refused/,
  );
  await expect(ingest({ network: true, allowStandIns: true, lock: one, fetch: answer('x') })).rejects.toThrow(
    /sha256 .* and the lock says .*: refused/,
  );
  expect(asked[0]).toContain(`/a/b/${'a'.repeat(40)}/x.yaml`);
});

test('stand-ins are used only where they are allowed, and say so', async () => {
  await expect(ingest({ network: false, allowStandIns: false })).rejects.toThrow(/set HOME_BASE_UPSTREAM/);
  const { resources, standIn, report } = await ingest({ network: false, allowStandIns: true });
  expect(standIn).toBe(true);
  expect(report[0]).toMatch(/stand-in definitions/);
  for (const { resource } of resources) expect(resource.metadata.annotations?.[annotations.standIn]).toBe('true');
  expect(resources.map(({ resource }) => resource.metadata.name).sort()).toEqual(lock.files.flatMap(({ crds }) => crds).sort());
});

describe.skipIf(!mirror)('with the true files', () => {
  it('makes the same bytes every time, for every definition of the lock, none of them a stand-in', async () => {
    const first = await ingest({ mirror, network: false, allowStandIns: false });
    const second = await ingest({ mirror, network: false, allowStandIns: false });
    expect(first.standIn).toBe(false);
    expect(indexUpstream(second.resources)).toEqual(indexUpstream(first.resources));
    expect(first.resources.map(({ resource }) => resource.metadata.name).sort()).toEqual(
      standIns()
        .map(({ resource }) => resource.metadata.name)
        .sort(),
    );
    // Pinned: another digest means that the normalised form changed, and every installation would apply all definitions anew.
    expect(digestOf(first.resources)).toMatchInlineSnapshot(
      `"ac90 2aac 85f4 ffef 1a90 709a cae2 8f6f 0d9f e165 afc3 36f2 f9a8 4d03 22c1 3291 7675 0768 fd6f 31d5 55d7 b986 1c02 d5bf 3496 82a4 a1e1 317a 4791 abed 5376 5041 3c49 1022 aa9c 97e2 6bf7 e1ec f94e 83b9 96be b91b c5bf 0cb2 d404 f2d6 12e0 3348 3bbe 4691 08c4 9b9a 0d5e ad2b 89a3 4ed4 d7f4 941a 99b6 2998 95ab f074 001a 59e1 8950 721c d9b3 cb7d 81b7 ce0f 3757 ef52 284a 676e 7eac b286 1e0e d843 2e90 7c5d 2d96 1985 0a1f a1d9 6803 3aa8 fce0 ba6a 0b29 39dc 8f20 e381 63da 1d36 f333 5eb8 5768 8dd5 46dd 1251 2893 10b2 6e72 f79e 6685 56e6 be37 b56d d9ce 3bd4 13b4"`,
    );
  });

  it('refuses a file of which one byte was changed, though stand-ins are allowed', async () => {
    cpSync(mirror ?? '', dir, { recursive: true });
    const victim = lock.files.find(({ path }) => path.includes('httproutes'));
    if (!victim) throw new Error('the lock has no HTTPRoute');
    const path = join(dir, victim.sha256);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    rmSync(path);
    writeFileSync(path, bytes);
    await expect(ingest({ mirror: dir, network: false, allowStandIns: true })).rejects.toThrow(
      /httproutes.yaml has the sha256 .*: refused/,
    );
    writeFileSync(path, bytes.subarray(1));
    await expect(ingest({ mirror: dir, network: false, allowStandIns: true })).rejects.toThrow(/bytes and the lock says .*: refused/);
  });

  it("points MetalLB's conversion at the webhook of the base namespace", async () => {
    const { resources } = await ingest({ mirror, network: false, allowStandIns: false });
    const peers = resources.find(({ resource }) => resource.metadata.name === 'bgppeers.metallb.io');
    expect(peers?.resource.spec).toMatchObject({
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { service: { name: 'metallb-webhook-service', namespace: 'battery-base', path: '/convert' } } },
      },
    });
  });
});

function digestOf(resources: Parameters<typeof indexUpstream>[0]): string {
  return indexUpstream(resources)
    .index.map(({ sha256 }) => sha256.slice(0, 4))
    .join(' ');
}
