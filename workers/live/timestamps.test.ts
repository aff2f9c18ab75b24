import { Metadata, MetadataKind } from '@tufjs/models';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTrust, type Trust } from '../trust/ceremony.ts';
import { timestampSigner } from './timestamps.ts';

let trust: Trust;
let stored: Map<string, unknown>;
const storage = () => ({
  get: async (key: string) => stored.get(key),
  put: async (key: string, value: unknown) => void stored.set(key, value),
});
const read = (text: string) => Metadata.fromJSON(MetadataKind.Timestamp, JSON.parse(text)).signed;
const current = (tufVersion: number) => ({ installationId: 'inst_test', tufVersion, snapshot: `snapshot ${tufVersion}` });
const noon = Date.parse('2026-11-21T12:00:00Z');
beforeEach(async () => {
  trust = await createTrust({ now: new Date() });
  stored = new Map();
});

describe('timestamps', () => {
  it('are kept for five minutes, then signed anew for another hour', async () => {
    const sign = timestampSigner(storage(), () => trust.onlineKeys);
    const first = await sign(current(1), noon);
    expect(read(first)).toMatchObject({ version: noon, expires: '2026-11-21T13:00:00Z' });
    expect(await sign(current(1), noon + 299_000)).toBe(first);
    expect(read(await sign(current(1), noon + 300_000))).toMatchObject({ version: noon + 300_000, expires: '2026-11-21T13:05:00Z' });
  });

  it('follow a new snapshot at once, each with a version of its own', async () => {
    const sign = timestampSigner(storage(), () => trust.onlineKeys);
    const texts = await Promise.all([1, 2, 3].map((version) => sign(current(version), noon)));
    expect(texts.map((text) => read(text).version)).toEqual([noon, noon + 1, noon + 2]);
    expect(read(texts[2] ?? '').snapshotMeta.version).toBe(3);
  });

  it('never go back: not when the clock does, not when the room lost its storage', async () => {
    const sign = timestampSigner(storage(), () => trust.onlineKeys);
    await sign(current(1), noon);
    expect(read(await sign(current(1), noon - 60_000)).version).toBe(noon + 1);
    stored.clear();
    expect(read(await sign(current(1), noon + 5000)).version).toBe(noon + 5000);
  });

  it('are not answered when they cannot be stored', async () => {
    const failing = { get: async () => undefined, put: async () => Promise.reject(new Error('no storage')) };
    await expect(timestampSigner(failing, () => trust.onlineKeys)(current(1), noon)).rejects.toThrow('no storage');
  });
});
