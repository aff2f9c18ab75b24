import { isReason, reasonWords } from './audit-words.ts';

type Event = {
  at: string;
  action: string;
  targetId: string | null;
  actor: { name: string };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};
export type Reason = { who: string; what: string };

/** Most that are named in a list; the audit log has the rest. */
const named = 3;

/**
 * Who did what that led to each snapshot: the writes between the one before and it. Both lists are newest first. A snapshot without a write of a
 * person came from facts of the cluster or from an upgrade. `names`: type or name of a battery or object by its id.
 */
export function reasonsOf(
  snapshots: readonly { version: number; createdAt: Date }[],
  events: readonly Event[],
  names: ReadonlyMap<string, string>,
): Map<number, Reason[]> {
  const reasons = new Map<number, Reason[]>();
  snapshots.forEach(({ version, createdAt }, index) => {
    const before = snapshots[index + 1]?.createdAt;
    // The oldest one of the page: where its time begins is known only for the first of all.
    if (!before && version > 1) return;
    const within = events.filter(
      (event) =>
        isReason(event.action) && Date.parse(event.at) <= createdAt.getTime() && (!before || Date.parse(event.at) > before.getTime()),
    );
    reasons.set(
      version,
      distinct(
        within.map((event) => ({
          who: event.actor.name,
          what: reasonWords(event, event.targetId ? names.get(event.targetId) : undefined),
        })),
      ).slice(0, named),
    );
  });
  return reasons;
}

/** Names of objects and types of batteries, as the events that made or removed them say. */
export function namesIn(events: readonly Event[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { targetId, before, after } of events) {
    const name = after?.name ?? after?.type ?? before?.name ?? before?.type;
    if (targetId && typeof name === 'string' && !names.has(targetId)) names.set(targetId, name);
  }
  return names;
}

function distinct(reasons: Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.who} ${reason.what}`, reason])).values()];
}
