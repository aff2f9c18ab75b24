import { cx } from '../ui/cx.ts';
import { formatCount } from '../ui/quantity.ts';
import { type Tone, toneFill, toneIcon, toneText } from '../ui/tone.ts';
import { describeKey } from './resource-name.tsx';

export type Lane = { stage: number; name: string; total: number; applied: number; failed: number; waiting: number };
/** A resource that cannot go on, and why: it waits for another, or it failed. */
export type Hold = {
  key: string;
  state: 'waiting' | 'failed' | 'pending' | 'removing' | 'held';
  message: string | undefined;
  waitsFor: string | undefined;
};

/** One sentence on the whole: what is under way, what stands still. */
export function progressSentence(lanes: Lane[]): string {
  const sum = (field: 'total' | 'applied' | 'failed' | 'waiting') => lanes.reduce((all, lane) => all + lane[field], 0);
  const [total, applied, failed, waiting] = [sum('total'), sum('applied'), sum('failed'), sum('waiting')];
  if (total === 0) return 'Nothing to apply yet.';
  if (applied === total) return `All ${formatCount(total)} resources are applied.`;
  const parts = [`${formatCount(applied)} of ${formatCount(total)} resources are applied`];
  if (waiting > 0) parts.push(`${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for something else`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  return `${parts.join(', ')}.`;
}

/** What is applying now, stage by stage, first in words and beside them as bars; then what waits for what. */
export function StageLanes({ lanes, holds }: { lanes: Lane[]; holds: Hold[] }) {
  return (
    <div className="grid gap-4">
      <p aria-live="polite">{progressSentence(lanes)}</p>
      <ol className="grid gap-px overflow-hidden rounded-md border bg-line max-sm:grid-cols-2 sm:grid-flow-col sm:auto-cols-fr">
        {lanes.map((lane) => (
          <LaneBox key={lane.stage} lane={lane} />
        ))}
      </ol>
      {holds.length > 0 && (
        <ul className="grid gap-2">
          {holds.map((hold) => (
            <li key={hold.key} className="flex gap-2">
              <HoldText hold={hold} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function laneState({ total, applied, failed, waiting }: Lane): { tone: Tone; words: string } {
  if (total === 0) return { tone: 'idle', words: 'nothing here' };
  if (failed > 0) return { tone: 'bad', words: `${formatCount(failed)} failed` };
  if (applied === total) return { tone: 'good', words: 'done' };
  if (waiting > 0) return { tone: 'warn', words: `${formatCount(waiting)} waiting` };
  return applied > 0 ? { tone: 'busy', words: 'applying' } : { tone: 'idle', words: 'not started' };
}

function LaneBox({ lane }: { lane: Lane }) {
  const { tone, words } = laneState(lane);
  const Icon = toneIcon[tone];
  return (
    <li className="grid content-between gap-2 bg-surface px-3 py-2.5">
      <span className="text-xs text-muted">{lane.name}</span>
      <span className="grid gap-1.5">
        <span className="flex items-center justify-between gap-2">
          <span className={cx('flex items-center gap-1 text-xs', toneText[tone])}>
            <Icon aria-hidden size={13} className={tone === 'busy' ? 'animate-spin' : undefined} />
            {words}
          </span>
          <span className="figures text-xs text-muted">
            {formatCount(lane.applied)}/{formatCount(lane.total)}
          </span>
        </span>
        <span aria-hidden className="h-1 overflow-hidden rounded-full bg-sunken">
          <span
            className={cx('block h-full rounded-full transition-[width]', toneFill[tone])}
            style={{ width: `${lane.total ? (100 * lane.applied) / lane.total : 0}%` }}
          />
        </span>
      </span>
    </li>
  );
}

const holdTone: Record<Hold['state'], Tone> = { waiting: 'warn', failed: 'bad', pending: 'busy', removing: 'busy', held: 'warn' };

function HoldText({ hold }: { hold: Hold }) {
  const tone = holdTone[hold.state];
  const Icon = toneIcon[tone];
  return (
    <>
      <Icon aria-hidden size={14} className={cx('mt-0.5 shrink-0', toneText[tone])} />
      <span className="min-w-0 break-words">
        <span className="font-medium">{describeKey(hold.key)}</span>{' '}
        {hold.waitsFor ? (
          <>
            waits for <span className="font-medium">{describeKey(hold.waitsFor)}</span>.
          </>
        ) : (
          { waiting: 'waits.', failed: 'failed.', pending: 'is next.', removing: 'is being removed.', held: 'is held back from removal.' }[
            hold.state
          ]
        )}
        {hold.message && <span className="text-muted"> {hold.message}</span>}
      </span>
    </>
  );
}
