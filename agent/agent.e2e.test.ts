import { canonicalText } from '@home-base/schema/kube/canonical.ts';
import { annotations, labels } from '@home-base/schema/kube/labels.ts';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { type RunningAgent, startAgent } from './agent.ts';
import { configFor, startRepository, tempDir } from './edge/testing/client.ts';
import { createKube, type Kube } from './kube/kube.ts';
import { readKubeconfig } from './kube/kubeconfig.ts';
import { createLog } from './log.ts';

/** The whole agent against a real API server, with a loopback Home Base that checks signatures. Only this file uses the namespace home-base. */
let kube: Kube;
let home: Awaited<ReturnType<typeof startRepository>>;
let temp: ReturnType<typeof tempDir>;
let running: RunningAgent | undefined;
let lines: string[] = [];
const area = 'battery-edge-e2e';

const namespace: Resource = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: area, labels: { [labels.managed]: 'true' } } };
const map = (name: string, value: string): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: area, labels: { [labels.managed]: 'true' }, annotations: { [annotations.configHash]: 'x' } },
  data: { value },
});
const refOf = (name: string) => ({ apiVersion: 'v1', group: '', kind: 'ConfigMap', namespace: area, name });
const dataOf = async (name: string) => {
  const answer = await kube.get(refOf(name));
  return answer.ok ? canonicalText(answer.value.data) : undefined;
};

beforeEach(async () => {
  temp = tempDir();
  lines = [];
  kube = createKube(readKubeconfig(inject('kubeconfigPath')));
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'home-base' } });
  home = await startRepository();
  home.repository.publish([namespace, map('one', 'first'), map('two', 'first')]);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await home.homeBase.close();
  for (const kind of ['Secret', 'ConfigMap']) {
    const names: string[] = [];
    await kube.list(
      { group: '', kind },
      { namespace: 'home-base', onPage: (items) => names.push(...items.map((item) => item.metadata.name)) },
    );
    for (const name of names.filter((one) => one.startsWith('agent-state')))
      await kube.delete({ apiVersion: 'v1', group: '', kind, namespace: 'home-base', name });
  }
  for (const name of ['one', 'two']) await kube.delete(refOf(name));
  kube.close();
  temp.remove();
});

async function start(): Promise<RunningAgent> {
  const config = configFor(home.homeBase, temp.dir, { KUBECONFIG: inject('kubeconfigPath'), HOME_BASE_POLL_SECONDS: '2' });
  running = await startAgent(config, { log: createLog({ level: 'debug', write: (line) => lines.push(line) }) });
  await running.ready;
  return running;
}

test('from nothing: enrols with keys made in the cluster, applies, reports, and an edit is there in well under half a second', {
  timeout: 90_000,
}, async () => {
  await start();
  await expect.poll(() => dataOf('one'), { timeout: 20_000 }).toBe('{"value":"first"}');
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase, { timeout: 20_000 }).toBe('applied');
  const keys = await kube.get({ apiVersion: 'v1', group: '', kind: 'Secret', namespace: 'home-base', name: 'agent-state-keys' });
  expect(keys.ok).toBe(true);
  await expect.poll(home.homeBase.sockets).toBe(1);
  const waits: number[] = [];
  for (let index = 0; index < 9; index += 1) {
    home.repository.publish([namespace, map('one', `edit ${index}`), map('two', 'first')]);
    const from = performance.now();
    home.homeBase.nudge();
    await expect.poll(() => dataOf('one'), { interval: 5, timeout: 10_000 }).toBe(`{"value":"edit ${index}"}`);
    waits.push(performance.now() - from);
  }
  waits.sort((a, b) => a - b);
  console.log(`edit → in the cluster, ms: ${waits.map(Math.round).join(' ')}`);
  expect(waits[4]).toBeLessThan(1_000);
});

test('restarted while Home Base is away, it puts back what was deleted meanwhile', { timeout: 90_000 }, async () => {
  const first = await start();
  await expect.poll(() => dataOf('two'), { timeout: 20_000 }).toBe('{"value":"first"}');
  await expect.poll(() => home.homeBase.reports.at(-1)?.phase, { timeout: 20_000 }).toBe('applied');
  await first.stop();
  running = undefined;
  await home.homeBase.close();
  await kube.delete(refOf('two'));
  await start();
  await expect.poll(() => dataOf('two'), { timeout: 30_000 }).toBe('{"value":"first"}');
});

test('a tampered line leaves the cluster untouched, and afterwards the report says why', { timeout: 90_000 }, async () => {
  await start();
  await expect.poll(() => dataOf('one'), { timeout: 20_000 }).toBe('{"value":"first"}');
  home.homeBase.tamperBundle = (bundle) => ({
    ...bundle,
    ...(bundle.manifest && { manifest: bundle.manifest.replace('"paused":false', '"paused":true ') }),
  });
  home.repository.publish([namespace, map('one', 'second'), map('two', 'second')]);
  await expect
    .poll(() => home.homeBase.reports.flatMap((report) => report.refusals.map((refusal) => refusal.code)), { timeout: 20_000 })
    .toContain('manifest_hash');
  expect(await dataOf('one')).toBe('{"value":"first"}');
  home.homeBase.tamperBundle = undefined;
  await expect.poll(() => dataOf('one'), { timeout: 20_000 }).toBe('{"value":"second"}');
});
