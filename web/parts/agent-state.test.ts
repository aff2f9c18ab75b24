import { expect, test } from 'vitest';
import { agentState, silentAfterMs } from './agent-state.tsx';

const now = Date.parse('2026-11-21T12:00:00Z');
const agent = {
  id: 'agent_01k4m2r8fhe9qv7n3p5s6t8w9x' as const,
  version: '0.1.0',
  kubernetesVersion: 'v1.36.3',
  enrolledAt: '2026-11-21T11:00:00.000Z',
  lastSeenAt: new Date(now - 10_000).toISOString(),
  phase: 'applied',
  followedVersion: 3,
  cloneSuspectedAt: null,
};
const installation = { agent, paused: false, deleting: false, publishFailure: null };

test('an agent that stopped reporting is not shown as applied', () => {
  expect(agentState(installation, now)).toEqual({ tone: 'good', word: 'Applied' });
  expect(agentState({ ...installation, agent: { ...agent, lastSeenAt: new Date(now - silentAfterMs - 1).toISOString() } }, now).word).toBe(
    'Silent',
  );
});

test('a cloned agent is the first thing said', () => {
  expect(agentState({ ...installation, paused: true, agent: { ...agent, cloneSuspectedAt: agent.lastSeenAt } }, now).tone).toBe('bad');
});
