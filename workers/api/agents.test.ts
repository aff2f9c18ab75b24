import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { Manifest, Page } from '@home-base/schema/wire/manifest.ts';
import { canonicalize } from '@tufjs/canonical-json';
import { Metadata, MetadataKind, type Root, type Snapshot, type Targets, type Timestamp } from '@tufjs/models';
import { describe, expect, test } from 'vitest';
import { enrolRequest, type Forgery, makeAgentKeys, makeReport, nothingYet } from '../agents/testing/agent-client.ts';
import { enrolAnAgent, holdings, newInstallation, timestampVersion } from '../agents/testing/enrolled-agent.ts';
import { useApi } from '../testing/use-api.ts';
import { verifyEd25519 } from '../trust/verify-ed25519.ts';

const { call, fetchWorker, org } = useApi();

const enrolled = () => enrolAnAgent(call, fetchWorker, org());
const unauthenticated = (detail: RegExp) => ({ status: 401, body: { code: 'unauthenticated', detail: expect.stringMatching(detail) } });

/** By hand: node:crypto of workerd does not verify Ed25519 as the TUF client does in Node (trust.test.ts and the python-tuf test do that). */
async function isSignedBy(root: Root, { signed: part, signatures }: Metadata<Timestamp | Snapshot | Targets>): Promise<boolean> {
  const keyId = root.roles[part.type]?.keyIDs[0] ?? '';
  const key = Buffer.from(root.keys[keyId]?.keyVal.public ?? '', 'hex');
  return verifyEd25519(
    key.toString('base64url'),
    Uint8Array.from(Buffer.from(signatures[keyId]?.sig ?? '', 'hex')),
    new TextEncoder().encode(canonicalize(part.toJSON())),
  );
}

describe('enrolment', () => {
  test('takes a token once, from whoever proves the key it names', async () => {
    const { token } = await newInstallation(call, org());
    const [keys, thief] = [await makeAgentKeys(), await makeAgentKeys()];
    const enrol = async (json: unknown) => call('/v1/agent/enrol', { method: 'POST', json });
    expect(await enrol(await enrolRequest(keys, token, thief))).toMatchObject(unauthenticated(/does not prove/));
    const first = await enrol(await enrolRequest(keys, token));
    expect(first).toMatchObject({ status: 200, body: { agentId: expect.stringMatching(/^agent_/) } });
    expect(await enrol(await enrolRequest(thief, token))).toMatchObject({
      status: 410,
      body: { code: 'gone', detail: expect.stringContaining('works once') },
    });
    // An answer that was lost: the same key may ask again, until its agent was heard of.
    expect(await enrol(await enrolRequest(keys, token))).toMatchObject({
      status: 200,
      body: { agentId: (first.body as { agentId: string }).agentId },
    });
    expect(await enrol(await enrolRequest(keys, `${token.slice(0, -4)}zzzz`))).toMatchObject(unauthenticated(/not known/));
  });

  test('of many at once with one token exactly one wins', async () => {
    const { token } = await newInstallation(call, org());
    const answers = await Promise.all(
      [1, 2, 3, 4].map(async () => call('/v1/agent/enrol', { method: 'POST', json: await enrolRequest(await makeAgentKeys(), token) })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410, 410]);
  });

  test('gives the manifest to an unused token only, and never token or root in it', async () => {
    const { token } = await newInstallation(call, org());
    const get = (authorization?: string) => call('/v1/agent/manifest.yaml', authorization ? { headers: { authorization } } : {});
    const answer = await get(`Bearer ${token}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('kind: ValidatingAdmissionPolicy');
    expect(answer.body).not.toContain(token);
    expect(await get()).toMatchObject({ status: 401 });
    await call('/v1/agent/enrol', { method: 'POST', json: await enrolRequest(await makeAgentKeys(), token) });
    expect(await get(`Bearer ${token}`)).toMatchObject({ status: 401 });
  });
});

describe('signed requests', () => {
  test('unsigned, foreign, changed, old and replayed ones are refused, and say why', async () => {
    const agent = await enrolled();
    const other = await makeAgentKeys();
    const bundle = (forgery?: Forgery) => agent.send('POST', '/v1/agent/bundle', nothingYet, forgery);
    await agent.firstBundle();
    expect(await call('/v1/agent/bundle', { method: 'POST', json: nothingYet })).toMatchObject({ status: 401 });
    expect(await call('/v1/agent/bundle', { method: 'POST', key: org().keys.owner, json: nothingYet })).toMatchObject({ status: 403 });
    expect(await bundle({ signWith: other })).toMatchObject(unauthenticated(/does not fit/));
    expect(await bundle({ keyId: 'agent_01k4m2r8fhe9qv7n3p5s6t8w9x' })).toMatchObject(unauthenticated(/No agent has the key/));
    expect(await bundle({ ageSeconds: 75 })).toMatchObject(unauthenticated(/7[56] seconds ago; at most 60.*the time here is \d{4}/));
    expect(await bundle({ ageSeconds: -90 })).toMatchObject(unauthenticated(/in the future/));
    expect(await bundle({ sentBody: JSON.stringify({ ...nothingYet, manifest: 'a'.repeat(64) }) })).toMatchObject(
      unauthenticated(/content-digest/),
    );
    expect(await bundle({ sentPath: '/v1/agent/bundle?x=1' })).toMatchObject(unauthenticated(/does not fit/));
    const nonce = 'the-same-nonce-twice';
    expect(await bundle({ nonce })).toMatchObject({ status: 200 });
    expect(await bundle({ nonce })).toMatchObject(unauthenticated(/received before/));
    expect(await bundle()).toMatchObject({ status: 200 });
  });

  test('a revoked agent is out at once', async () => {
    const agent = await enrolled();
    await agent.firstBundle();
    const { items } = (await call(`/v1/installations/${agent.installationId}/agents`, { key: org().keys.viewer })).body as {
      items: { id: string }[];
    };
    expect(items).toHaveLength(1);
    const path = `/v1/installations/${agent.installationId}/agents/${agent.keyId}`;
    expect(await call(path, { method: 'DELETE', key: org().keys.viewer })).toMatchObject({ status: 403 });
    expect(await call(path, { method: 'DELETE', key: org().keys.owner })).toMatchObject({ status: 204 });
    expect(await agent.send('POST', '/v1/agent/bundle', nothingYet)).toMatchObject(unauthenticated(/revoked/));
    expect(await agent.send('POST', '/v1/agent/reports', makeReport(1))).toMatchObject(unauthenticated(/revoked/));
  });

  test('an agent reads its own repository only, and nothing else of the API', async () => {
    const [agent, neighbour] = [await enrolled(), await enrolled()];
    await agent.firstBundle();
    await neighbour.firstBundle();
    expect(await agent.send('GET', `/v1/installations/${agent.installationId}/tuf/timestamp.json`)).toMatchObject({ status: 200 });
    expect(await agent.send('GET', `/v1/installations/${neighbour.installationId}/tuf/timestamp.json`)).toMatchObject({ status: 404 });
    expect(await agent.send('GET', '/v1/installations')).toMatchObject({ status: 403 });
  });
});

describe('bundle', () => {
  test('carries a repository that verifies from the root on, with every page and blob whole', async () => {
    const agent = await enrolled();
    const bundle = await agent.firstBundle();
    const file = async (path: string) =>
      JSON.stringify((await call(`/v1/installations/${agent.installationId}/tuf/${path}`, { key: org().keys.viewer })).body);
    const root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(await file('1.root.json'))).signed;
    const timestamp = Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(bundle.timestamp));
    const snapshot = Metadata.fromJSON(MetadataKind.Snapshot, JSON.parse(bundle.snapshot ?? ''));
    const targets = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(bundle.targets ?? ''));
    for (const metadata of [timestamp, snapshot, targets]) expect(await isSignedBy(root, metadata)).toBe(true);
    expect(await isSignedBy(root, Object.assign(timestamp, { signed: snapshot.signed }))).toBe(false);
    for (const { signed: part } of [snapshot, targets]) expect(part.unrecognizedFields['x-installation']).toBe(agent.installationId);
    Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(bundle.timestamp)).signed.snapshotMeta.verify(Buffer.from(bundle.snapshot ?? ''));
    expect(targets.signed.targets['manifest.json']?.hashes.sha256).toBe(sha256Hex(bundle.manifest ?? ''));
    const manifest = Manifest.parse(JSON.parse(bundle.manifest ?? ''));
    expect(manifest.installationId).toBe(agent.installationId);
    const entries = [...new Set(manifest.pages.map((page) => page.sha256))].flatMap((name) => {
      expect(sha256Hex(bundle.pages[name] ?? '')).toBe(name);
      return Page.parse(JSON.parse(bundle.pages[name] ?? ''));
    });
    expect(entries.length).toBeGreaterThan(10);
    const names = [...new Set(entries.map(([, sha256]) => sha256))];
    for (const [name, text] of Object.entries(bundle.blobs)) expect(sha256Hex(text)).toBe(name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(bundle.blobs)));
    const batch = await agent.send('POST', '/v1/agent/blobs', { sha256: names.slice(0, 200) });
    for (const [name, text] of Object.entries((batch.body as { blobs: Record<string, string> }).blobs)) expect(sha256Hex(text)).toBe(name);
  });

  test('holds only what is new: nothing for an agent that has all, a manifest after a setting, a page and a blob after an edit', async () => {
    const agent = await enrolled();
    const first = await agent.firstBundle();
    const settled = await agent.bundle(holdings(first));
    expect(settled).toEqual({ roots: [], timestamp: first.timestamp, pages: {}, blobs: {} });

    const socket = await agent.connect();
    const paused = socket.next();
    expect((await call(`/v1/installations/${agent.installationId}/pause`, { method: 'POST', key: org().keys.owner })).status).toBe(200);
    expect(await paused).toEqual({ type: 'changed', version: 2 });
    const second = await agent.bundle(holdings(first));
    expect(second).toMatchObject({ pages: {}, blobs: {}, snapshot: expect.any(String), targets: expect.any(String) });
    expect(Manifest.parse(JSON.parse(second.manifest ?? '')).paused).toBe(true);
    expect(timestampVersion(second)).toBeGreaterThan(timestampVersion(first));

    const enabled = socket.next();
    expect(
      (
        await call(`/v1/installations/${agent.installationId}/batteries/redis`, {
          method: 'PUT',
          key: org().keys.owner,
          json: { withNeeds: true },
        })
      ).status,
    ).toBe(200);
    await enabled;
    const third = await agent.bundle({ ...holdings(second) });
    const held = new Set(holdings(first).pages);
    const fresh = Object.entries(third.pages).flatMap(([, text]) => Page.parse(JSON.parse(text)));
    expect(Object.keys(third.pages).some((name) => held.has(name))).toBe(false);
    const old = new Set(Object.values(first.pages).flatMap((text) => Page.parse(JSON.parse(text)).map(([, sha256]) => sha256)));
    const added = fresh.map(([, sha256]) => sha256).filter((sha256) => !old.has(sha256));
    expect(Object.keys(third.blobs).sort()).toEqual([...new Set(added)].sort());
    expect(Object.values(third.blobs).some((text) => text.includes('redis-operator'))).toBe(true);
  });

  test('blobs that no snapshot of the installation lists are not given out', async () => {
    const agent = await enrolled();
    await agent.firstBundle();
    expect(await agent.send('POST', '/v1/agent/blobs', { sha256: ['f'.repeat(64)] })).toMatchObject({ status: 404 });
    expect(await call(`/v1/installations/${agent.installationId}/blobs/${'f'.repeat(64)}`, { key: org().keys.viewer })).toMatchObject({
      status: 404,
    });
  });
});
