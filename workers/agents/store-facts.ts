import type { SummaryFacts } from '@home-base/catalog/summary.ts';
import { installations } from '@home-base/schema/db/tables.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import type { Facts } from '@home-base/schema/wire/agent.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import type { AgentActor } from './authenticate.ts';

/** Stores facts; true when the part that the summary uses changed, which raises the desired revision. */
export async function storeFacts(tx: OrgTx, { orgId, installationId }: AgentActor, facts: Facts): Promise<boolean> {
  const of = and(eq(installations.orgId, orgId), eq(installations.id, installationId));
  const [row] = await tx.select({ summaryFacts: installations.summaryFacts }).from(installations).where(of).for('update');
  if (!row) return false;
  const summaryFacts = summaryFactsOf(facts, row.summaryFacts.readyIssuers);
  const isNew = canonicalText(summaryFacts) !== canonicalText(row.summaryFacts);
  await tx
    .update(installations)
    .set(isNew ? { facts, summaryFacts, desiredRev: sql`${installations.desiredRev} + 1` } : { facts })
    .where(of);
  return isNew;
}

/** Names of Services that traffic from outside comes in by. */
const ingressName = /gateway|ingress/;

/**
 * The part of the facts that generators use; sorted, so that equal facts are equal texts. Pure. An issuer that was ready once stays so: while
 * Let's Encrypt is away, what it signed still holds, and a whole installation must not fall back to plain HTTP.
 */
export function summaryFactsOf(facts: Facts, readyBefore: readonly string[] = []): SummaryFacts {
  const addresses = Object.entries(facts.loadBalancers)
    .filter(([key]) => ingressName.test(parseKey(key).name))
    .flatMap(([, found]) => found);
  const defaultClass = facts.storageClasses
    .filter((storage) => storage.isDefault)
    .map((storage) => storage.name)
    .sort()[0];
  return {
    ingressAddresses: [...new Set(addresses)].sort(),
    ...(defaultClass === undefined ? {} : { defaultStorageClass: defaultClass }),
    readyIssuers: [...new Set([...readyBefore, ...(facts.readyIssuers ?? [])])].sort(),
    backups: [...(facts.backups ?? [])].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1)),
  };
}
