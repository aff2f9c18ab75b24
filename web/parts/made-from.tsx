import { useState } from 'react';
import { useNavigation } from 'react-router';
import type { LastResult } from './zod-form.ts';

/** Hidden field of a form that changes what others may change too: says what the form was made from, so that the save can be refused (parts/edit.server.ts). */
export const madeFromName = 'madeFrom';

export function MadeFrom({ value }: { value: string | number }) {
  return <input type="hidden" name={madeFromName} value={value} />;
}

/**
 * What a form was made from, for as long as somebody fills it in; it belongs into the form's id or key. The live page brings a newer `newest` with
 * anyone's change: that neither wipes what is being typed nor lets the save pass for one that knew of it. One's own save starts anew from the newest.
 * `of` names the thing, `answer` is what the action said to this form. `isStale`: there is something newer to load.
 */
export function useMadeFrom({ of, newest, answer }: { of: string; newest: string; answer: Answer }): {
  madeFrom: string;
  isStale: boolean;
} {
  const { state, formData } = useNavigation();
  // Without JavaScript a refused form comes back in a new page, and is as old as it was.
  const [kept, setKept] = useState<Kept>(() => ({ of, from: sentWith(answer) ?? newest, isSaving: false }));
  const isSaving = formData?.has(madeFromName) ?? false;
  const next = keep(kept, { of, newest, isSaving, isIdle: state === 'idle', isRefused: answer !== undefined });
  if (next !== kept) setKept(next);
  // React Router forgets the answer when a live page loads its data again, which then shows the newer.
  return { madeFrom: next.from, isStale: answer?.isStale === true || next.from !== newest };
}

type Answer = { result: LastResult; isStale: boolean } | undefined;
type Kept = { of: string; from: string; isSaving: boolean };
type Seen = { of: string; newest: string; isSaving: boolean; isIdle: boolean; isRefused: boolean };

/** Pure: what is kept at the next rendering. The very same value while nothing changes. */
export function keep(kept: Kept, { of, newest, isSaving, isIdle, isRefused }: Seen): Kept {
  if (kept.of !== of) return { of, from: newest, isSaving: false };
  if (isSaving && !kept.isSaving) return { ...kept, isSaving: true };
  if (!kept.isSaving || !isIdle) return kept;
  return { of, from: isRefused ? kept.from : newest, isSaving: false };
}

function sentWith(answer: Answer): string | undefined {
  const sent = answer?.result?.initialValue?.[madeFromName];
  return typeof sent === 'string' ? sent : undefined;
}
