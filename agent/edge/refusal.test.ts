import { AgentRefusal } from '@home-base/schema/wire/agent.ts';
import { expect, test } from 'vitest';
import { createRefusals } from './refusal.ts';

test('a refusal that quotes anything that was served can be reported: no U+0000, no half of a character', () => {
  const refusals = createRefusals();
  refusals.record('cut', `${'a'.repeat(999)}😀`);
  refusals.record('odd', 'for installation \0\ud83d');
  const [cut, odd] = refusals.take().map((refusal) => AgentRefusal.parse(refusal).detail);
  expect(cut).toBe(`${'a'.repeat(999)}\ufffd`);
  expect(odd).toBe('for installation \ufffd');
});
