import { type RefusalCode, refusalCodes } from '@home-base/schema/wire/problem.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { handleEdit } from './edit.server.ts';
import { refuse } from './testing/refuse.server.ts';

const Schema = z.object({ name: z.string() });
const sent = { name: 'typed', madeFrom: '1' };

async function answerTo(code: RefusalCode) {
  const form = new FormData();
  for (const [name, value] of Object.entries(sent)) form.set(name, value);
  const answer = await handleEdit(form, Schema, async (_, madeFrom) => refuse(code, `made from ${madeFrom}`));
  if (answer instanceof Response) throw new Error('it was done');
  return answer;
}

test('a save that somebody’s change stands in the way of is refused with 412, and what was typed comes back', async () => {
  const { data, init } = await answerTo('precondition_failed');
  expect(init?.status).toBe(412);
  expect(data).toMatchObject({ isStale: true, result: { error: { '': ['made from 1'] }, initialValue: sent } });
});

test.each(refusalCodes.filter((code) => code !== 'precondition_failed'))(
  '%s is another refusal: there is nothing newer to load',
  async (code) => {
    expect((await answerTo(code)).data.isStale).toBe(false);
  },
);
