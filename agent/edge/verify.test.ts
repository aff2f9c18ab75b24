import { canonicalBytes } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import type { BundleResponse } from '@home-base/schema/wire/agent.ts';
import { type Page, pageOf } from '@home-base/schema/wire/manifest.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EdgeRefusal } from './refusal.ts';
import { configMap, enrolledClient, neighbourId, startRepository, tempDir } from './testing/client.ts';
import { createRepository, createRootAuthority, makeKey, makeOnlineKeys } from './testing/repository.ts';

type Client = Awaited<ReturnType<typeof enrolledClient>>;
let home: Awaited<ReturnType<typeof startRepository>>;
let client: Client;
let temp: ReturnType<typeof tempDir>;

beforeEach(async () => {
  temp = tempDir();
  home = await startRepository();
  client = await enrolledClient(home.homeBase, temp.dir);
});
afterEach(async () => {
  client.close();
  await home.homeBase.close();
  temp.remove();
});

async function refusalCode(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof EdgeRefusal) return error.code;
    throw error;
  }
  return 'accepted';
}

const flip = (text: string | undefined, at = 0.5) => {
  const bytes = Buffer.from(text ?? '');
  const index = Math.floor(bytes.length * at);
  bytes[index] = bytes[index]! ^ 1;
  return bytes.toString('latin1');
};

/** A line that is spoiled, then clean: nothing of it is followed, and afterwards the newest state is. */
async function expectRefusedThenRecovers(tamper: (bundle: BundleResponse) => BundleResponse, codes: readonly string[]): Promise<void> {
  await client.exchange();
  const before = client.inForce();
  home.repository.publish([configMap('first', 'two')]);
  home.homeBase.tamperBundle = tamper;
  expect(codes).toContain(await refusalCode(client.exchange));
  expect(client.inForce()).toBe(before);
  home.homeBase.tamperBundle = undefined;
  expect((await client.exchange()).accepted.verified.manifest.version).toBe(2);
}

describe('a byte flipped at any place of a file is refused, and the client recovers', () => {
  const anyOf = (role: string) => [
    `${role}_signature`,
    `${role}_hash`,
    `${role}_malformed`,
    `${role}_version`,
    'wrong_installation',
    'malformed',
  ];
  for (const at of [0.02, 0.3, 0.5, 0.7, 0.98]) {
    test(`timestamp at ${at}`, () =>
      expectRefusedThenRecovers((bundle) => ({ ...bundle, timestamp: flip(bundle.timestamp, at) }), anyOf('timestamp')));
    test(`snapshot at ${at}`, () =>
      expectRefusedThenRecovers((bundle) => ({ ...bundle, snapshot: flip(bundle.snapshot, at) }), anyOf('snapshot')));
    test(`targets at ${at}`, () =>
      expectRefusedThenRecovers((bundle) => ({ ...bundle, targets: flip(bundle.targets, at) }), anyOf('targets')));
    test(`manifest at ${at}`, () =>
      expectRefusedThenRecovers((bundle) => ({ ...bundle, manifest: flip(bundle.manifest, at) }), ['manifest_hash']));
    test(`page at ${at}`, () =>
      expectRefusedThenRecovers(
        (bundle) => ({
          ...bundle,
          pages: Object.fromEntries(Object.entries(bundle.pages).map(([sha256, text]) => [sha256, flip(text, at)])),
        }),
        ['page_hash', 'page_size'],
      ));
    test(`root at ${at}`, async () => {
      await client.exchange();
      home.authority.rotate();
      home.repository.publish([configMap('first', 'two')]);
      home.homeBase.tamperBundle = (bundle) => ({ ...bundle, roots: bundle.roots.map((root) => flip(root, at)) });
      expect(anyOf('root')).toContain(await refusalCode(client.exchange));
      expect(client.trust().versions().root).toBe(1);
      home.homeBase.tamperBundle = undefined;
      await client.exchange();
      expect(client.trust().versions().root).toBe(2);
    });
  }
});

describe('files that are not the right ones now', () => {
  test('an older timestamp after a newer one is refused', async () => {
    const old = home.repository.files.get('timestamp.json')!.toString();
    home.repository.stamp();
    await client.exchange();
    home.homeBase.tamperBundle = (bundle) => ({ ...bundle, timestamp: old });
    expect(await refusalCode(client.exchange)).toBe('timestamp_version');
  });

  test('the whole older repository, validly signed anew, is refused: versions of snapshots may not fall', async () => {
    home.repository.publish([configMap('first', 'two')]);
    await client.exchange();
    home.repository.publish([configMap('first', 'evil')], { tufVersion: 1, version: 3 });
    expect(await refusalCode(client.exchange)).toBe('timestamp_version');
  });

  test('an expired timestamp is refused and says so, and a fresh one is accepted afterwards', async () => {
    await client.exchange();
    home.repository.publish([configMap('first', 'two')]);
    home.repository.stamp({ expiresInSeconds: -10 });
    expect(await refusalCode(client.exchange)).toBe('timestamp_expired');
    expect(client.inForce()?.verified.manifest.version).toBe(1);
    home.repository.stamp();
    expect((await client.exchange()).accepted.verified.manifest.version).toBe(2);
  });

  test('a frozen line, the same timestamp for ever, is noticed when it expires', async () => {
    home.repository.stamp({ expiresInSeconds: 2 });
    const frozen = home.repository.files.get('timestamp.json')!.toString();
    await client.exchange();
    home.homeBase.tamperBundle = (bundle) => ({ ...bundle, timestamp: frozen });
    await expect.poll(() => refusalCode(client.exchange), { timeout: 5_000 }).toBe('timestamp_expired');
  });

  test("a neighbour's files, valid and newer, are refused before anything of them is stored", async () => {
    await client.exchange();
    const neighbour = createRepository({ installationId: neighbourId, authority: home.authority });
    neighbour.publish([configMap('theirs')]);
    const versions = client.trust().versions();
    for (const part of ['timestamp', 'all'] as const) {
      home.homeBase.tamperBundle = (bundle) => ({
        ...bundle,
        timestamp: neighbour.files.get('timestamp.json')!.toString(),
        ...(part === 'all' && {
          snapshot: neighbour.files.get('1.snapshot.json')!.toString(),
          targets: neighbour.files.get('1.targets.json')!.toString(),
          manifest: neighbour.manifest().toString(),
        }),
      });
      expect(await refusalCode(client.exchange)).toBe('wrong_installation');
      expect(client.trust().versions()).toEqual(versions);
    }
    home.homeBase.tamperBundle = undefined;
    home.repository.publish([configMap('first', 'two')]);
    expect((await client.exchange()).accepted.verified.manifest.version).toBe(2);
  });

  test('a timestamp without an installation is refused', () =>
    expectRefusedThenRecovers(
      (bundle) => ({ ...bundle, timestamp: bundle.timestamp.replace('x-installation', 'x-other') }),
      ['wrong_installation'],
    ));

  test('metadata of a foreign key are refused', async () => {
    await client.exchange();
    home.repository.publish([configMap('first', 'evil')], { keys: makeOnlineKeys() });
    expect(await refusalCode(client.exchange)).toBe('timestamp_signature');
  });

  test('a thief of the timestamp key alone changes nothing', async () => {
    await client.exchange();
    home.repository.publish([configMap('first', 'evil')], { keys: { ...makeOnlineKeys(), timestamp: home.authority.online().timestamp } });
    expect(await refusalCode(client.exchange)).toBe('snapshot_signature');
    home.repository.publish([configMap('first', 'evil')], { keys: { ...home.authority.online(), targets: makeKey() } });
    expect(await refusalCode(client.exchange)).toBe('targets_signature');
  });

  test('a manifest that names another installation is refused, though signed for ours', async () => {
    await client.exchange();
    home.repository.publish([configMap('first', 'two')], { installationId: neighbourId });
    expect(await refusalCode(client.exchange)).toBe('wrong_installation');
  });

  test('a lower manifest version is refused, and other bytes under the same version', async () => {
    home.repository.publish([configMap('first', 'two')], { version: 5 });
    await client.exchange();
    home.repository.publish([configMap('first', 'three')], { version: 4 });
    expect(await refusalCode(client.exchange)).toBe('manifest_version');
    home.repository.publish([configMap('first', 'three')], { version: 5 });
    expect(await refusalCode(client.exchange)).toBe('manifest_version');
    home.repository.publish([configMap('first', 'three')], { version: 6 });
    expect((await client.exchange()).accepted.verified.manifest.version).toBe(6);
  });

  test('an unlisted page and an oversized file are refused', async () => {
    await expectRefusedThenRecovers((bundle) => ({ ...bundle, pages: {} }), ['page_missing']);
    home.repository.publish([configMap('first', 'three')]);
    home.homeBase.tamperBundle = (bundle) => ({ ...bundle, timestamp: bundle.timestamp + ' '.repeat(20_000) });
    expect(await refusalCode(client.exchange)).toBe('too_large');
  });
});

describe('pages, validly signed but wrong', () => {
  const spoil = async (change: (pages: Page[]) => Page[]) => {
    await client.exchange();
    home.repository.publish([configMap('first'), configMap('other')], { pages: change });
    return refusalCode(client.exchange);
  };
  const entryPage = (pages: Page[]) => pages.findIndex((page) => page.length > 0);

  test('a key twice', async () =>
    expect(await spoil((pages) => pages.map((page) => (page.length > 0 ? [page[0]!, page[0]!] : page)))).toBe('page_duplicate'));
  test('a key in the wrong page', async () => expect(await spoil((pages) => [...pages.slice(1), pages[0]!])).toBe('page_place'));
  test('keys that are not sorted', async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `core/ConfigMap/battery-core/n${index}`)
      .filter((key) => pageOf(key) === 7)
      .sort()
      .reverse();
    const page: Page = names.slice(0, 2).map((key) => [key, sha256Hex(key), 10, 2, 'batt_test']);
    expect(await spoil((pages) => pages.map((one, index) => (index === 7 ? page : one)))).toBe('page_order');
  });
  test.each([
    ['core/Secret/home-base/agent-state-keys', 'key_reserved'],
    ['core/Namespace/-/home-base', 'key_reserved'],
    ['core/ConfigMap/battery-core/..', 'key_form'],
    ['core/ConfigMap/../x', 'key_form'],
    ['core/configmap?x/battery-core/x', 'key_form'],
    ['no-key', 'key_form'],
  ])('the key %s', async (key, code) => {
    const at = pageOf(key);
    expect(await spoil((pages) => pages.map((page, index) => (index === at ? [[key, sha256Hex(key), 10, 2, 'batt_test']] : page)))).toBe(
      code,
    );
  });
  test('one blob for two keys', async () => {
    expect(
      await spoil((pages) => {
        const [, sha256, bytes, stage, owner] = pages[entryPage(pages)]![0]!;
        const key = 'core/ConfigMap/battery-data/twin';
        return pages.map((page, index) => (index === pageOf(key) ? [[key, sha256, bytes, stage, owner]] : page));
      }),
    ).toBe('blob_key');
  });
});

describe('roots', () => {
  test('an agent that slept through five rotations, root keys included, catches up in one exchange', async () => {
    await client.exchange();
    for (let index = 0; index < 5; index += 1) home.authority.rotate({ rootKey: index % 2 === 0 });
    home.repository.publish([configMap('first', 'two')]);
    expect((await client.exchange()).accepted.verified.manifest.version).toBe(2);
    expect(client.trust().versions().root).toBe(6);
  });

  test('a root that the former root did not sign is refused, and so is a gap', async () => {
    await client.exchange();
    const stranger = createRootAuthority();
    stranger.rotate();
    home.homeBase.tamperBundle = (bundle) => ({ ...bundle, roots: [stranger.roots[1]!.toString()] });
    expect(await refusalCode(client.exchange)).toBe('root_signature');
    home.authority.rotate();
    home.authority.rotate();
    home.repository.publish([configMap('first', 'two')]);
    home.homeBase.tamperBundle = (bundle) => ({ ...bundle, roots: bundle.roots.slice(1) });
    expect(await refusalCode(client.exchange)).toBe('root_version');
    home.homeBase.tamperBundle = undefined;
    expect((await client.exchange()).accepted.verified.manifest.version).toBe(2);
  });

  test('after the online keys were stolen and wound every version up, a rotation lets the lower versions in again', async () => {
    home.repository.publish([configMap('first', 'evil')], { version: 1_000_000, tufVersion: 1_000_000 });
    await client.exchange();
    home.authority.rotate();
    home.repository.publish([configMap('first', 'good')], { version: 7, tufVersion: 7 });
    expect((await client.exchange()).accepted.verified.manifest.version).toBe(7);
  });

  test('metadata of a replaced key are refused after the rotation', async () => {
    const stolen = home.authority.online();
    home.authority.rotate();
    home.repository.publish([configMap('first', 'two')]);
    await client.exchange();
    home.repository.publish([configMap('first', 'evil')], { keys: stolen });
    expect(await refusalCode(client.exchange)).toBe('timestamp_signature');
  });
});

test('an unchanged state is told as such and brings no manifest', async () => {
  await client.exchange();
  const first = client.inForce();
  home.repository.stamp();
  const again = await client.exchange();
  expect(again.isNew).toBe(false);
  expect(client.inForce()).toBe(first);
  expect(home.homeBase.requests.filter((request) => request.includes('/tuf/'))).toEqual([]);
});

test('the manifest in force is exactly the bytes that were signed', async () => {
  const { accepted } = await client.exchange();
  expect(sha256Hex(accepted.verified.bytes)).toBe(sha256Hex(home.repository.manifest()));
  expect(Buffer.from(canonicalBytes(accepted.verified.manifest)).equals(home.repository.manifest())).toBe(true);
});
