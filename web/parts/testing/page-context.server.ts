import type { Ctx } from '@home-base/workers/context.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { RouterContextProvider } from 'react-router';

/** How a loader or an action reaches its Ctx, with no more in it than a test gives. */
export function pageContext(ctx: Partial<Ctx>): RouterContextProvider {
  const context = new RouterContextProvider();
  context.set(appContext, { ctx: ctx as Ctx });
  return context;
}
