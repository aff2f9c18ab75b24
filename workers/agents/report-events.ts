import type { agentEvents } from '@home-base/schema/db/tables.ts';
import type { Report } from '@home-base/schema/wire/agent.ts';

type AgentEventRow = Pick<typeof agentEvents.$inferInsert, 'at' | 'type' | 'key' | 'code' | 'detail' | 'count'>;

const maxDriftsPerReport = 200;

/** What of a report belongs into the installation's history: refusals, drift, removals that wait for a person. Pure. */
export function reportEvents(report: Report): AgentEventRow[] {
  const sentAt = new Date(report.sentAt);
  const refusals = report.refusals.map(
    ({ at, code, detail, count }): AgentEventRow => ({ at: new Date(at), type: 'refusal', code, detail, count }),
  );
  // A full report repeats what earlier ones told.
  const drifts = report.full
    ? []
    : report.resources.slice(0, maxDriftsPerReport).flatMap(({ key, drift }): AgentEventRow[] => {
        if (!drift) return [];
        const fields = drift.fields.length > 0 ? ` (${drift.fields.join(', ')})` : '';
        return [
          {
            at: new Date(drift.at),
            type: 'drift',
            key,
            code: drift.kind,
            detail: `${drift.manager} ${driftWords[drift.kind]}${fields}; ${drift.action}`,
          },
        ];
      });
  const held = report.heldRemovals.length;
  const waiting: AgentEventRow[] =
    held > 0 && !report.full
      ? [
          {
            at: sentAt,
            type: 'held_removals',
            code: 'too_many',
            detail: `${held} removals wait for approval: ${report.heldRemovals.slice(0, 5).join(', ')}${held > 5 ? ', …' : ''}`,
          },
        ]
      : [];
  return [...refusals, ...drifts, ...waiting];
}

const driftWords = { changed: 'changed', foreign: 'added beside ours', deleted: 'deleted it' } as const;
