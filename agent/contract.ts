import type { Resource } from '@home-base/schema/kube/resource.ts';
import type { AgentRefusal, Facts, Pod, Report, ResourceReport } from '@home-base/schema/wire/agent.ts';
import type { Entry, Manifest } from '@home-base/schema/wire/manifest.ts';

/**
 * The line between the two halves of the agent: `edge/` (keys, enrolment, TUF, bundle, reports) hands over a verified desired state, `engine/`
 * (plan, order, apply, observe, heal, remove) makes the cluster so and tells what it sees. Neither imports the other; `main.ts` joins them.
 */
export type DesiredState = {
  /** Verified: signatures, hashes, installation, version. `pages` are left out; the entries are all of them. */
  manifest: Omit<Manifest, 'pages'>;
  entries: ReadonlyMap<string, Entry>;
  /** Verified blob by sha256: from memory, the cluster's cache or Home Base. Rejects when it cannot be had now (offline): the entry then waits. */
  blob: (sha256: string) => Promise<Resource>;
};

/** What `edge/` needs from the engine for its reports. All reads are synchronous and cheap. */
export type Engine = {
  /** Makes the cluster match; resolves when this round is over (also with failures). A newer call makes an older round stop early. */
  converge: (desired: DesiredState) => Promise<RoundResult>;
  /** Whole status by key, as it would be reported now. */
  status: () => ReadonlyMap<string, ResourceReport>;
  /** Keys whose status changed or went since the last `takeChanges`; the caller reports them and puts them back if the report fails. */
  takeChanges: () => { changed: ResourceReport[]; gone: string[] };
  putBack: (changes: { changed: ResourceReport[]; gone: string[] }) => void;
  heldRemovals: () => string[];
  /** Facts as of the last observation; refreshed at most every 15 s. */
  facts: () => Promise<Facts>;
  /** Pods of what we applied and of what operators made of it. */
  pods: () => PodBook;
  /** Called (debounced by the caller) whenever there is something new to report. */
  onChange: (listener: () => void) => void;
  /** Result of the newest round that ended; what its retries did since is in `status`. */
  lastRound: () => RoundResult | undefined;
  stop: () => Promise<void>;
};

/** `revision` rises when a row changes, at most once a second; 0: not known yet. `rows` are made when asked for. */
export type PodBook = { revision: number; rows: () => Pod[] };

export type RoundResult = {
  version: number;
  requests: number;
  applied: number;
  unchanged: number;
  failed: number;
  waiting: number;
  removed: number;
  startedAt: Date;
  finishedAt: Date;
};

export type Refusals = { record: (code: string, detail: string) => void; take: () => AgentRefusal[] };
export type ReportPhase = Report['phase'];
