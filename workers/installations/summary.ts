import type { Summary } from '@home-base/catalog/summary.ts';
import type { OrgTx } from '../db/with-org.ts';
import { readDesired } from '../publish/read-summary.ts';
import type { InstallationRow } from './require.ts';

/** What the rules of a write look at: the very summary that a publish would render. */
export async function loadSummary(tx: OrgTx, installation: InstallationRow): Promise<Summary> {
  const desired = await readDesired(tx, installation.id);
  if (!desired) throw new Error(`installation ${installation.id} vanished while it was locked`);
  return desired.summary;
}
