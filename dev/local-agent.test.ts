import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './install.mjs';
import { agentRuntime } from './local-agent.ts';

test('the agent runs here with the flags and the allocator of its image', () => {
  const image = readFileSync(join(root, 'agent/Dockerfile'), 'utf8');
  const [, command] = /^CMD (\[.*\])$/m.exec(image) ?? [];
  expect(JSON.parse(command ?? '[]')).toEqual([...agentRuntime.flags, '/agent/agent.cjs']);
  for (const [name, value] of Object.entries(agentRuntime.env)) expect(image).toContain(`${name}=${value}`);
});
