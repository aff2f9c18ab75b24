import { healthStates, resourceStates } from '@home-base/schema/wire/agent.ts';
import { listResourceFacets } from '@home-base/workers/resources/list-facets.ts';
import { countResources, listResources } from '@home-base/workers/resources/list-resources.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { z } from 'zod';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import type { Route } from './+types/list';

const word = z.string().max(253).optional().catch(undefined);
const Filter = z.object({
  health: z.enum(healthStates).optional().catch(undefined),
  state: z.enum(resourceStates).optional().catch(undefined),
  battery: word,
  kind: word,
  namespace: word,
  owner: word,
  text: word,
});

/** Rows on a page: what one scrolls through, and 10 ms to render. */
const perPage = 100;

/** The filter is the address: what is wrong or empty in it counts as not given. */
export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== '');
  const filter = Filter.parse(Object.fromEntries(given));
  const cursor = given.find(([name]) => name === 'cursor')?.[1];
  const asked = { installationId, ...filter };
  const [page, counts, facets] = await forPage(
    Promise.all([
      listResources(ctx, { ...asked, limit: perPage, ...(cursor && { cursor }) }),
      countResources(ctx, asked),
      listResourceFacets(ctx, { installationId }),
    ]),
  );
  return { filter, rows: page.items, nextCursor: page.nextCursor, counts, facets };
}
