import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inClusterConfig } from '@home-base/agent/kube/config.ts';
import { readKubeconfig } from '@home-base/agent/kube/kubeconfig.ts';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './install.mjs';
import { agentRuntime, clusterAccess } from './local-agent.ts';

test('the agent runs here with the flags and the allocator of its image', () => {
  const image = readFileSync(join(root, 'agent/Dockerfile'), 'utf8');
  const [, command] = /^CMD (\[.*\])$/m.exec(image) ?? [];
  expect(JSON.parse(command ?? '[]')).toEqual([...agentRuntime.flags, '/agent/agent.cjs']);
  for (const [name, value] of Object.entries(agentRuntime.env)) expect(image).toContain(`${name}=${value}`);
});

test.each([
  'https://127.0.0.1:6443',
  'https://[::1]:6443',
  'https://api.example.test',
  'https://rancher.example.test/k8s/clusters/c-abc',
  'http://127.0.0.1:8001',
])('the agent asks the API server at %s, with its own token', (url) => {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-access-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const env = clusterAccess(dir, { url, caPem: 'a CA', token: 'a token' });
  const config = env.KUBECONFIG ? readKubeconfig(env.KUBECONFIG) : inClusterConfig(env, env.HOME_BASE_SERVICE_ACCOUNT);
  expect(new URL(config.url).href).toBe(new URL(url).href);
  expect(config.token?.()).toBe('a token');
  expect(config.ca).toBe('a CA');
});
