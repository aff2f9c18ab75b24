import { CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';

/** The five things a colour can mean here. Each has an icon of its own shape, so colour is never the only sign. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';

export const toneIcon: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  busy: LoaderCircle,
  warn: TriangleAlert,
  bad: OctagonX,
  idle: CircleDashed,
};

export const toneText: Record<Tone, string> = {
  good: 'text-good',
  busy: 'text-busy',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-faint',
};

export const toneTint: Record<Tone, string> = {
  good: 'bg-good-tint text-good',
  busy: 'bg-busy-tint text-busy',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-bad-tint text-bad',
  idle: 'bg-sunken text-muted',
};

export const toneFill: Record<Tone, string> = { good: 'bg-good', busy: 'bg-busy', warn: 'bg-warn', bad: 'bg-bad', idle: 'bg-line-strong' };
