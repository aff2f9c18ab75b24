import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildAgent } from '@home-base/agent/build.ts';
import { ensureKubeBinaries } from '@home-base/dev/kube/binaries.ts';
import { type ControlPlane, startControlPlane } from '@home-base/dev/kube/control-plane.ts';
import { applyInstallManifest, type LocalAgent, startLocalAgent } from '@home-base/dev/local-agent.ts';
import { logTail } from '@home-base/dev/process/child.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();
const stops: (() => Promise<void> | void)[] = [];
let cluster: ControlPlane;
let dir: string;
let agent: LocalAgent;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'home-base-cluster-'));
  stops.push(() => rmSync(dir, { recursive: true, force: true }));
  await buildAgent();
  cluster = await startControlPlane({ dir: join(dir, 'kubernetes'), binaries: await ensureKubeBinaries() });
  stops.push(() => cluster.stop());
}, 900_000);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** What the pasted line would do on the customer's machine, with the token of that very line. */
async function paste(line: string): Promise<void> {
  const [, token, rootSha256] = /-s -- (\S+) (\S+)$/.exec(line.trim()) ?? [];
  if (!token || !rootSha256) throw new Error(`this is not the install line: ${line}`);
  await applyInstallManifest({
    url: home.url(),
    token,
    rootSha256,
    kubectl: dirname(cluster.binaries.kubectl),
    kubeconfig: cluster.kubeconfigPath,
  });
}

/** Waits until the page says that all is healthy, without reloading it; a page that never does is quoted. */
async function untilHealthy(page: Page): Promise<void> {
  const main = page.locator('main');
  const word = main.locator('header').getByText('Healthy', { exact: true });
  await word.waitFor({ timeout: 90_000 }).catch(async (error: unknown) => {
    const shown = await main.innerText();
    await page.reload();
    throw new Error(
      `the page never said "Healthy" but:\n${shown}\nreloaded:\n${await main.innerText()}\nRedis operator: ${JSON.stringify(await cluster.api.get(redisDeployment))}\nagent:\n${logTail(agent.child, 15)}`,
      { cause: error },
    );
  });
}

const redisDeployment = '/apis/apps/v1/namespaces/battery-core/deployments/redis-operator';
const redisDefinition = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/redis.redis.redis.opstreelabs.in';

test('the whole road: paste the line, watch it connect and become healthy, enable Redis, disable it, roll back', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'demo');
  const at = `/installations/${id}`;

  // Connect. From here on the page is never reloaded until it says "Healthy".
  await page.getByRole('button', { name: 'Make the install line' }).click();
  await page.getByText('Waiting for the agent').waitFor();
  await paste(await page.locator('figure code').innerText());
  agent = await startLocalAgent({ controlPlane: cluster, dataDir: join(dir, 'agent'), url: home.url() });
  stops.push(() => agent.stop());
  await page.getByText('The agent connected').waitFor();
  await untilHealthy(page);
  await page.getByText(/^All \d+ resources are applied\.$/).waitFor();

  // Enable.
  await page.goto(`${at}/batteries/redis`);
  await page.getByRole('button', { name: 'Enable Redis' }).click();
  await page.goto(at);
  await page.locator('main').getByRole('link', { name: 'Redis', exact: true }).waitFor({ timeout: 30_000 });
  await untilHealthy(page);
  expect(await cluster.api.get(redisDeployment)).toBeDefined();

  // Disable: the operator goes, definitions stay.
  await page.goto(`${at}/batteries/redis/disable`);
  await page.getByRole('button', { name: 'Disable Redis' }).click();
  await page.waitForURL(`**${at}/batteries`);
  await expect.poll(() => cluster.api.get(redisDeployment), { timeout: 30_000, interval: 250 }).toBeUndefined();
  expect(await cluster.api.get(redisDefinition)).toBeDefined();

  // Roll back to the snapshot with Redis.
  await page.goto(`${at}/snapshots/2/rollback`);
  await page.getByRole('button', { name: 'Roll back to snapshot 2' }).click();
  await expect.poll(() => cluster.api.get(redisDeployment), { timeout: 30_000, interval: 250 }).toBeDefined();
  await page.goto(at);
  await untilHealthy(page);

  // Its instances are seen coming, as pods that the operator makes; the page is not reloaded.
  await page.goto(`${at}/redis/new`);
  await page.getByLabel('Name', { exact: true }).fill('cache');
  await page.getByLabel('Mode').selectOption('replication');
  await page.getByLabel('Instances').fill('2');
  await page.getByRole('button', { name: 'Create Redis instance' }).click();
  await page.getByText('cache is on its way').waitFor();
  const pods = page.getByRole('table', { name: 'Pods of cache' }).getByRole('row');
  await page.getByText('2 of 2 ready').waitFor({ timeout: 30_000 });
  expect(await pods.filter({ hasText: /redis-cache-[01].*Ready.*home-base-/ }).count()).toBe(2);
  await page.goto(`${at}/batteries/redis`);
  await page
    .getByRole('table', { name: 'Pods of Redis' })
    .getByText(/^redis-operator-/)
    .waitFor();
}, 300_000);
