import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { callApi, createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

/** A project with a web service, Postgres and Redis, by the form. Returns the path of its page. */
async function createShop(page: Page, at: string): Promise<string> {
  await page.goto(`${at}/projects`);
  await page.getByText('No project yet').waitFor();
  await page.getByRole('link', { name: 'New project' }).click();
  await page.getByLabel('Name', { exact: true }).fill('shop');
  await page.getByLabel('Image').fill('nginx:1.29');
  await page.getByLabel('It needs a Redis').check();
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByText('shop is created. The batteries that it needs are enabled.').waitFor();
  return new URL(page.url()).pathname;
}

test('without JavaScript one form makes a service, its database and cache and their batteries, and they know each other', async () => {
  const { page } = await home.visit({ javaScriptEnabled: false, allowing: /400|42/ });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'wizard')}`;
  await page.goto(`${at}/projects/new`);
  await page.getByLabel('Name', { exact: true }).fill('a'.repeat(36));
  expect(await page.getByLabel('And a Redis').isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByText('Use at most 34 characters').waitFor();
  await page.getByText('Fill this in').waitFor();
  const project = await createShop(page, at);
  const main = page.getByRole('main');
  for (const [kind, name] of [
    ['Postgres', 'shop-db'],
    ['Redis', 'shop-cache'],
    ['Web services', 'shop'],
  ] as const) {
    const section = main.locator('section').filter({ has: page.getByRole('heading', { name: kind, exact: true }) });
    await section.getByRole('link', { name, exact: true }).first().waitFor();
  }
  await main.getByRole('link', { name: 'shop', exact: true }).last().click();
  await page.getByText('DATABASE_URL, REDIS_HOST').waitFor();
  await main.getByRole('link', { name: 'shop', exact: true }).last().click();
  expect(new URL(page.url()).pathname).toBe(project);
});

test('a project with objects cannot be deleted and says so; objects go out and come back by a box, and what is created there belongs to it', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'moves')}`;
  await page.goto(`${at}/projects/new`);
  await page.getByLabel('Name', { exact: true }).fill('data');
  await page.getByLabel(/^Database/).check();
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByText('data is created').waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByText('It still has an object').waitFor();
  expect(await page.getByRole('button', { name: 'Delete project' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Take data-db out of the project' }).click();
  await page.getByText('data-db is not in this project any more').waitFor();
  await page.getByLabel('data-db').check();
  await page.getByRole('button', { name: 'Add to the project' }).click();
  await page.getByText('One object is in the project now').waitFor();
  await page.getByRole('link', { name: 'Postgres cluster' }).click();
  expect(await page.getByLabel('Belongs to').locator('option:checked').innerText()).toBe('data');
  await page.getByLabel('Name', { exact: true }).fill('more');
  await page.getByRole('button', { name: 'Create Postgres cluster' }).click();
  await page.getByText('more is on its way').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'data', exact: true }).click();
  for (const name of ['data-db', 'more']) {
    await page.getByRole('button', { name: `Take ${name} out of the project` }).click();
    await page.getByText(`${name} is not in this project any more`).waitFor();
  }
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: 'Delete project' }).click();
  await page.getByText('The project is deleted').waitFor();
  await page.getByText('No project yet').waitFor();
});

const Exported = z.object({ payload: z.object({ description: z.string(), objects: z.record(z.string(), z.array(z.unknown())) }) });

test('an export leaves out what was chosen; another organization sees whose signature it is and which names are taken, and imports it', async () => {
  const mine = await home.visit();
  await signUp(mine.page);
  const from = `/installations/${await createInstallation(mine.page, 'from')}`;
  await createShop(mine.page, from);
  await mine.page.getByRole('link', { name: 'Export' }).click();
  await mine.page.getByLabel(/^Everyone/).check();
  await mine.page.getByLabel('shop-cache Redis instance').check();
  const [download] = await Promise.all([mine.page.waitForEvent('download'), mine.page.getByRole('button', { name: 'Download' }).click()]);
  expect(download.suggestedFilename()).toBe('shop.project.json');
  const path = await download.path();
  const text = readFileSync(path, 'utf8');
  const exported = Exported.parse(JSON.parse(text));
  expect(Object.keys(exported.payload.objects).sort()).toEqual(['postgres-clusters', 'traditional-services']);

  const theirs = await home.visit({ allowing: /status of 4/ });
  const { page } = theirs;
  await signUp(page, { org: 'Elsewhere' });
  const to = `/installations/${await createInstallation(page, 'to')}`;
  const [cluster] = exported.payload.objects['postgres-clusters'] ?? [];
  await callApi(page, 'POST', `${to}/postgres-clusters`, cluster);
  await page.goto(`${to}/projects/import`);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByText('Choose a file, or paste what it holds').waitFor();
  const changed = { ...JSON.parse(text), payload: { ...JSON.parse(text).payload, description: 'Changed' } };
  await page.getByLabel('Or paste what it holds').fill(JSON.stringify(changed));
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByText('Signed by this Home Base, but changed since').waitFor();
  await page.getByRole('link', { name: 'Another file' }).click();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'shop.project.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByText('Signed by this Home Base, and unchanged since').waitFor();
  expect(await page.getByLabel('Name here of the Postgres cluster shop-db').inputValue()).toBe('shop-db-2');
  await page.getByText('Not “shop-db”, as in the file.').waitFor();
  await page.getByText(/^Enable .*Traditional Services/).waitFor();
  await page.getByLabel('Name here of the Postgres cluster shop-db').fill('Not A Name');
  await page.getByRole('button', { name: 'Import project' }).click();
  await page.getByText('Nothing was imported').waitFor();
  await page.getByLabel('Name here of the Postgres cluster shop-db').fill('orders');
  await page.getByLabel('Name', { exact: true }).fill('store');
  await page.getByRole('button', { name: 'Import project' }).click();
  await page.getByText('store is imported').waitFor();
  await page.getByRole('link', { name: 'orders', exact: true }).waitFor();
  // Its references went along: the variable comes from the Secret of the renamed cluster.
  await page.getByRole('main').getByRole('link', { name: 'shop', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'shop' }).waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  expect(await page.getByLabel('Its name').first().inputValue()).toBe('cloudnative-pg.pg-orders.app');
});
