import { diffResource } from '@home-base/workers/snapshots/diff-resource.ts';
import { diffSnapshots } from '@home-base/workers/snapshots/diff-snapshots.ts';
import { appContext } from '@home-base/workers/web-context.ts';
import { requireId } from '../../../parts/params.server.ts';
import { forPage } from '../../../parts/refusal.server.ts';
import { requireVersion } from '../../../parts/snapshots/version.server.ts';
import { toYaml } from '../../../parts/yaml.server.ts';
import type { Route } from './+types/diff';

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { ctx } = context.get(appContext);
  const installationId = requireId('installation', params.installationId);
  const { searchParams } = new URL(request.url);
  const from = requireVersion(searchParams.get('from'));
  const to = requireVersion(searchParams.get('to'));
  const key = searchParams.get('key');
  const [diff, resource] = await forPage(
    Promise.all([diffSnapshots(ctx, { installationId, from, to }), key ? diffResource(ctx, { installationId, from, to, key }) : undefined]),
  );
  return {
    diff,
    resource: resource && { key: resource.key, fields: resource.fields, before: toYaml(resource.before), after: toYaml(resource.after) },
  };
}
