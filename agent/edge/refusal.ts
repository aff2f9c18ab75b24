import type { AgentRefusal } from '@home-base/schema/wire/agent.ts';
import { storable } from '../clip-text.ts';
import type { Refusals } from '../contract.ts';

/**
 * Something that was served and that the agent does not accept. `code` is stable, `detail` is a sentence for people; it may quote names and
 * numbers of what was served, never its bytes.
 */
export class EdgeRefusal extends Error {
  readonly code: string;
  constructor(code: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }
}

export type RefusalRecord = Refusals & {
  /** After a report failed: what it carried is due again. */
  putBack: (refusals: readonly AgentRefusal[]) => void;
  size: () => number;
  onRecord: (listener: () => void) => void;
};

/** At most 50 distinct refusals (the cap of a report); the same one again only counts, so a stuck attacker cannot fill memory. */
export function createRefusals(now: () => number = Date.now): RefusalRecord {
  let records = new Map<string, AgentRefusal>();
  let listener = () => {};
  const add = (refusal: AgentRefusal) => {
    const name = `${refusal.code} ${refusal.detail}`;
    const known = records.get(name);
    if (known) records.set(name, { ...known, count: known.count + refusal.count, at: known.at > refusal.at ? known.at : refusal.at });
    else if (records.size < 50) records.set(name, refusal);
  };
  return {
    record: (code, detail) => {
      add({ at: new Date(now()).toISOString(), code: code.slice(0, 60), detail: storable(detail.slice(0, 1000)), count: 1 });
      listener();
    },
    take: () => {
      const taken = [...records.values()];
      records = new Map();
      return taken;
    },
    putBack: (refusals) => refusals.forEach(add),
    size: () => records.size,
    onRecord: (next) => {
      listener = next;
    },
  };
}
