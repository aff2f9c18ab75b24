import { batteryUrl, isHosted, knativeHosts, serviceHosts, subdomains, urlOf } from '@home-base/catalog/hosts.ts';
import type { Summary } from '@home-base/catalog/summary.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import type { Ctx } from '../context.ts';
import { withOrg } from '../db/with-org.ts';
import { requireInstallation } from './require.ts';
import { loadSummary } from './summary.ts';

/** Where people open things in a browser: of batteries by type, of objects by id. What has no address yet is not in it. */
export type Addresses = { batteries: Record<string, string>; objects: Record<string, string[]> };

/** Addresses follow from facts (the ingress gateway's address), so they appear once the agent has reported them. */
export async function getAddresses(ctx: Ctx, { installationId }: { installationId: Id<'installation'> }): Promise<Addresses> {
  return withOrg(ctx, 'installations:read', async (tx) =>
    addressesOf(await loadSummary(tx, await requireInstallation(tx, installationId))),
  );
}

/** Pure. */
export function addressesOf(summary: Summary): Addresses {
  const batteries = Object.keys(subdomains).flatMap((type): [string, string][] => {
    const url = isHosted(type) ? batteryUrl(summary, type) : undefined;
    return url ? [[type, url]] : [];
  });
  const notebooks = batteryUrl(summary, 'notebooks');
  const urls = (hosts: string[]) => hosts.map((host) => urlOf(summary, host));
  const objects = [
    ...summary.traditionalServices.map((service): [string, string[]] => [service.id, urls(serviceHosts(service, summary))]),
    ...summary.knativeServices.map((service): [string, string[]] => [service.id, urls(knativeHosts(service, summary))]),
    ...summary.notebooks.map(({ id, name }): [string, string[]] => [id, notebooks ? [`${notebooks}/${name}`] : []]),
  ];
  return { batteries: Object.fromEntries(batteries), objects: Object.fromEntries(objects.filter(([, found]) => found.length > 0)) };
}
