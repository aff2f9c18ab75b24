import { expect, it } from 'vitest';
import { podWords } from './pod-rows.tsx';

it.each([
  ['Running', true, null, 'good', 'Ready'],
  ['Running', false, null, 'busy', 'Running, not ready yet'],
  ['Running', false, 'CrashLoopBackOff: back-off 5m', 'bad', 'Failing'],
  ['Pending', false, null, 'busy', 'Starting'],
  ['Pending', false, 'ImagePullBackOff', 'bad', 'Cannot start'],
  ['Succeeded', false, null, 'good', 'Done'],
  ['Failed', false, 'Error: exit code 1', 'bad', 'Failed'],
  ['Terminating', false, null, 'busy', 'Shutting down'],
  ['Unknown', false, null, 'warn', 'Its node does not answer'],
] as const)('a pod that is %s (ready: %s, because of %s) is %s: %s', (phase, ready, message, tone, words) => {
  expect(podWords({ phase, ready, message })).toEqual({ tone, words });
});
