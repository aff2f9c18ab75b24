import type { Id } from '@home-base/schema/ids/id.ts';
import type { Installation } from '@home-base/schema/wire/installations.ts';
import type { Ctx } from '../context.ts';
import { setPaused } from './set-paused.ts';

export async function pauseInstallation(ctx: Ctx, input: { installationId: Id<'installation'> }): Promise<Installation> {
  return setPaused(ctx, { ...input, paused: true });
}
