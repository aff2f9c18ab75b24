import { longest, type ResourceReport } from '@home-base/schema/wire/agent.ts';
import { clipText } from '../clip-text.ts';

type Changes = { changed: ResourceReport[]; gone: string[] };

export type StatusBook = {
  get: (key: string) => ResourceReport | undefined;
  /** Replaces what is said of a key; the same as before is no change. */
  set: (report: ResourceReport) => void;
  /** Changes some of it; a field given as undefined is taken away. */
  patch: (key: string, change: { [F in keyof ResourceReport]?: ResourceReport[F] | undefined }) => void;
  delete: (key: string) => void;
  /** How many are not `applied`. */
  unsettled: () => number;
  all: () => ReadonlyMap<string, ResourceReport>;
  takeChanges: () => Changes;
  putBack: (changes: Changes) => void;
  onChange: (listener: () => void) => void;
};

/** The latest word on every resource, and which of it Home Base was not told yet. */
export function createStatusBook(): StatusBook {
  const reports = new Map<string, ResourceReport>();
  const changed = new Set<string>();
  const gone = new Set<string>();
  let unsettled = 0;
  const listeners: (() => void)[] = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const set = (report: ResourceReport) => {
    const before = reports.get(report.key);
    if (before && isSame(before, report)) return;
    unsettled += Number(report.state !== 'applied') - Number(before !== undefined && before.state !== 'applied');
    reports.set(report.key, report);
    changed.add(report.key);
    gone.delete(report.key);
    tell();
  };
  return {
    get: (key) => reports.get(key),
    set,
    patch: (key, change) => {
      const before = reports.get(key) ?? { key, state: 'pending', health: 'unknown' };
      const { key: _key, state = before.state, health = before.health, ...rest } = { ...before, ...change };
      set({ key, state, health, ...present(rest) });
    },
    delete: (key) => {
      const before = reports.get(key);
      if (!before) return;
      reports.delete(key);
      unsettled -= Number(before.state !== 'applied');
      changed.delete(key);
      gone.add(key);
      tell();
    },
    unsettled: () => unsettled,
    all: () => reports,
    takeChanges: () => {
      const taken = { changed: [...changed].map((key) => reports.get(key)).filter((report) => report !== undefined), gone: [...gone] };
      changed.clear();
      gone.clear();
      return taken;
    },
    putBack: (changes) => {
      for (const { key } of changes.changed) if (reports.has(key)) changed.add(key);
      for (const key of changes.gone) if (!reports.has(key)) gone.add(key);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

type Optional = Omit<ResourceReport, 'key' | 'state' | 'health'>;

function present(fields: { [F in keyof Optional]: Optional[F] | undefined }): Optional {
  const { sha256, message, waitsFor, conflicts, drift } = fields;
  return {
    ...(sha256 !== undefined && { sha256 }),
    ...(message !== undefined && { message: clipText(message, longest.message) }),
    ...(waitsFor !== undefined && { waitsFor }),
    ...(conflicts !== undefined && conflicts.length > 0 && { conflicts: clipAll(conflicts.slice(0, 20)) }),
    ...(drift !== undefined && { drift: { ...drift, manager: clipText(drift.manager, longest.manager), fields: clipAll(drift.fields) } }),
  };
}

/** Names of fields: an object of a custom kind may have any. */
const clipAll = (fields: readonly string[]) => fields.map((field) => clipText(field, longest.field));

function isSame(a: ResourceReport, b: ResourceReport): boolean {
  return (
    a.state === b.state &&
    a.health === b.health &&
    a.sha256 === b.sha256 &&
    a.message === b.message &&
    a.waitsFor === b.waitsFor &&
    JSON.stringify([a.conflicts, a.drift]) === JSON.stringify([b.conflicts, b.drift])
  );
}
