import { mostIngressAddresses } from '@home-base/catalog/hosts.ts';
import type { SummaryFacts } from '@home-base/catalog/summary.ts';
import { installations } from '@home-base/schema/db/tables.ts';
import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { parseKey } from '@home-base/schema/kube/resource.ts';
import { clipBalancers, type Facts, mostIssuers } from '@home-base/schema/wire/agent.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { OrgTx } from '../db/with-org.ts';
import type { AgentActor } from './authenticate.ts';

/** Stores facts; true when the part that the summary uses changed, which raises the desired revision. */
export async function storeFacts(tx: OrgTx, { orgId, installationId }: AgentActor, told: Facts): Promise<boolean> {
  const facts = { ...told, ...(told.loadBalancers && { loadBalancers: clipBalancers(Object.entries(told.loadBalancers)) }) };
  const of = and(eq(installations.orgId, orgId), eq(installations.id, installationId));
  const [row] = await tx
    .select({ facts: installations.facts, summaryFacts: installations.summaryFacts })
    .from(installations)
    .where(of)
    .for('update');
  if (!row) return false;
  const summaryFacts = summaryFactsOf(facts, row.summaryFacts);
  // What this report does not speak of is as the last one that did.
  const known = { ...row.facts, ...facts };
  const isNew = canonicalText(summaryFacts) !== canonicalText(row.summaryFacts);
  await tx
    .update(installations)
    .set(isNew ? { facts: known, summaryFacts, desiredRev: sql`${installations.desiredRev} + 1` } : { facts: known })
    .where(of);
  return isNew;
}

/** Names of Services that traffic from outside comes in by. */
const ingressName = /gateway|ingress/;

/**
 * The part of the facts that generators use; sorted, so that equal facts are equal texts. Pure. What the agent does not know yet is as `before`: each
 * agent that starts would otherwise take addresses and certificates away for a moment. An issuer that was ready once stays so: while Let's Encrypt is
 * away, what it signed still holds, and a whole installation must not fall back to plain HTTP.
 */
export function summaryFactsOf(facts: Facts, before: Partial<SummaryFacts> = {}): SummaryFacts {
  const addresses =
    facts.loadBalancers &&
    Object.entries(facts.loadBalancers)
      .filter(([key]) => ingressName.test(parseKey(key).name))
      .flatMap(([, found]) => found);
  const defaultClass = facts.storageClasses
    .filter((storage) => storage.isDefault)
    .map((storage) => storage.name)
    .sort()[0];
  const backups = facts.backups ?? before.backups ?? [];
  return {
    ingressAddresses: [...new Set(addresses ?? before.ingressAddresses)].sort().slice(0, mostIngressAddresses),
    ...(defaultClass === undefined ? {} : { defaultStorageClass: defaultClass }),
    readyIssuers: [...new Set([...(facts.readyIssuers ?? []), ...(before.readyIssuers ?? [])])].slice(0, mostIssuers).sort(),
    backups: [...backups].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1)),
  };
}
