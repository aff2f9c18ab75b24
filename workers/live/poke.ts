import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../context.ts';
import { loggedError } from '../logged-error.ts';
import { callRoom } from './room-call.ts';

/** Tells the room that something should be published. Never throws: a lost poke costs time only, the sweep finds who lags. */
export async function pokeRoom(ctx: Pick<Ctx, 'env' | 'log'>, installationId: Id<'installation'>): Promise<void> {
  try {
    await callRoom(ctx, installationId, '/poke');
  } catch (error) {
    ctx.log('warn', 'a room could not be poked; the sweep will', { installationId, ...loggedError(error) });
  }
}

/** Tells browsers that rows of an installation changed. Never throws: a page that missed it shows the change at its next load. */
export async function nudgeBrowsers(ctx: Pick<Ctx, 'env' | 'log'>, installationId: Id<'installation'>): Promise<void> {
  try {
    await callRoom(ctx, installationId, '/nudge');
  } catch (error) {
    ctx.log('warn', 'browsers could not be nudged', { installationId, ...loggedError(error) });
  }
}
