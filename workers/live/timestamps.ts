import { timestampRenewSeconds } from '@home-base/schema/trust/paths.ts';
import { z } from 'zod';
import type { OnlineKeys } from '../trust/keys.ts';
import { signTimestamp } from '../trust/sign.ts';
import type { RoomRuntime } from './runtime.ts';

const Stored = z.object({ version: z.number(), tufVersion: z.number(), signedAtMs: z.number(), text: z.string() });

type Current = { installationId: string; tufVersion: number; snapshot: string };

/**
 * The one place that signs timestamps (DESIGN.md 4.2): version = max(last + 1, now in ms), stored before it is answered, so that no two
 * timestamps share a version and none goes back, even after the room lost its storage. Signed anew after 5 minutes or for a newer snapshot.
 */
export function timestampSigner(storage: Pick<RoomRuntime['storage'], 'get' | 'put'>, keys: () => OnlineKeys) {
  let turn: Promise<unknown> = Promise.resolve();
  const sign = async ({ installationId, tufVersion, snapshot }: Current, nowMs: number): Promise<string> => {
    const last = Stored.optional().parse(await storage.get('timestamp'));
    const isFresh = last?.tufVersion === tufVersion && nowMs - last.signedAtMs < timestampRenewSeconds * 1000 && nowMs >= last.signedAtMs;
    if (last && isFresh) return last.text;
    const version = Math.max((last?.version ?? 0) + 1, nowMs);
    const text = await signTimestamp(
      { keys: keys(), installationId, version, now: new Date(nowMs) },
      { version: tufVersion, text: snapshot },
    );
    await storage.put('timestamp', { version, tufVersion, signedAtMs: nowMs, text } satisfies z.input<typeof Stored>);
    return text;
  };
  return (current: Current, nowMs: number): Promise<string> => {
    // One after the other: two at once would take the same version.
    const result = turn.then(() => sign(current, nowMs));
    turn = result.catch(() => undefined);
    return result;
  };
}
