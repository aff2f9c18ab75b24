import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { redisSpec } from '../../workers/testing/specs.ts';
import { callApi, createInstallation, enableBattery, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

/** Two pages of one person stand for two people: what a page was made from is all that counts. */
async function open(name: string, options: { javaScriptEnabled?: boolean } = {}): Promise<{ page: Page; other: Page; at: string }> {
  const { page, context } = await home.visit({ allowing: /412/, ...options });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, name)}`;
  return { page, other: await context.newPage(), at };
}

async function isRefused(page: Page): Promise<void> {
  await page.getByRole('alert').getByText('was changed by someone else meanwhile').waitFor();
}

/** Saves, and waits until the form was made anew from what is stored now. */
async function save(page: Page): Promise<void> {
  const madeFrom = () => page.locator('input[name="madeFrom"]').inputValue();
  const before = await madeFrom();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(madeFrom).not.toBe(before);
}

test('who saves second is told, keeps what was typed though the page is live, and loads the newest', async () => {
  const { page, other, at } = await open('edits');
  await enableBattery(page, at, 'redis');
  await callApi(page, 'POST', `${at}/redis-instances`, redisSpec('cache'));
  await page.goto(`${at}/redis`);
  await page.getByRole('link', { name: 'cache', exact: true }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('CPU limit').fill('3');
  await other.goto(page.url());
  await other.getByLabel('CPU limit').fill('2');
  const nudged = page.waitForResponse((response) => response.url().includes('.data'));
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('cache is saved').waitFor();
  await nudged;
  await page.waitForTimeout(500);
  expect(await page.getByLabel('CPU limit').inputValue()).toBe('3');
  for (let press = 0; press < 2; press++) {
    await page.getByRole('button', { name: 'Save' }).click();
    await isRefused(page);
    expect(await page.getByLabel('CPU limit').inputValue()).toBe('3');
  }
  await page.getByRole('link', { name: 'Load the newest' }).click();
  await expect.poll(() => page.getByLabel('CPU limit').inputValue()).toBe('2');
  await page.getByLabel('CPU limit').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('cache is saved').waitFor();
});

test('settings and a battery are not overwritten, others’ changes elsewhere do not wipe them, and one’s own save starts anew', async () => {
  const { page, other, at } = await open('settings');
  const name = (of: Page) => of.getByLabel('Name', { exact: true });
  await page.goto(`${at}/settings`);
  await name(page).fill('mine');
  // Anything else in the installation.
  await enableBattery(other, at, 'redis');
  await page.waitForTimeout(1000);
  expect(await name(page).inputValue()).toBe('mine');
  await save(page);
  await other.goto(`${at}/settings`);
  // On the same page again, without loading it anew.
  await name(page).fill('mine-again');
  await save(page);
  await name(other).fill('hers');
  await other.getByRole('button', { name: 'Save' }).click();
  await isRefused(other);
  expect(await name(other).inputValue()).toBe('hers');

  const until = (of: Page) => of.getByLabel('Upgrades until (hour, UTC)');
  await page.goto(`${at}/batteries/battery_core`);
  await other.goto(`${at}/batteries/battery_core`);
  for (const hour of ['21', '20']) {
    await until(page).fill(hour);
    await save(page);
    expect(await until(page).inputValue()).toBe(hour);
  }
  await until(other).fill('19');
  await other.getByRole('button', { name: 'Save' }).click();
  await isRefused(other);
});

test('without JavaScript a refused save is refused again, until the newest was loaded', async () => {
  const { page, other, at } = await open('plain', { javaScriptEnabled: false });
  await callApi(page, 'POST', `${at}/projects`, { name: 'shop' });
  await page.goto(`${at}/projects`);
  await page.getByRole('main').getByRole('link', { name: 'shop', exact: true }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await other.goto(page.url());
  await other.getByLabel('Description').fill('hers');
  await other.getByRole('button', { name: 'Save' }).click();
  for (let press = 0; press < 2; press++) {
    await page.getByLabel('Description').fill('mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await isRefused(page);
    expect(await page.getByLabel('Description').inputValue()).toBe('mine');
  }
  await page.getByRole('link', { name: 'Load the newest' }).click();
  expect(await page.getByLabel('Description').inputValue()).toBe('hers');
});

test('what was created after a rollback was shown is not deleted by it', async () => {
  const { page, at } = await open('back', { javaScriptEnabled: false });
  await enableBattery(page, at, 'redis');
  const rollback = `${at}/snapshots/1/rollback`;
  await expect
    .poll(
      async () => {
        await page.goto(rollback);
        return page.getByText('Disabled: Redis').count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await callApi(page, 'POST', `${at}/redis-instances`, redisSpec('unseen'));
  await page.getByRole('button', { name: 'Roll back to snapshot 1' }).click();
  await isRefused(page);
  await page.getByText('Deleted: unseen').waitFor();
  await page.getByRole('button', { name: 'Roll back to snapshot 1' }).click();
  await page.getByText('Rolled back: snapshot').waitFor();
});

test('a double click and Enter held down make one API key, and the focus stays', async () => {
  const { page } = await open('keys');
  await page.goto('/api-keys');
  let sent = 0;
  await page.route('**/api-keys*', async (route) => {
    if (route.request().method() === 'POST') {
      sent += 1;
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
    await route.continue();
  });
  await page.getByLabel('Name').fill('ci');
  const create = page.getByRole('button', { name: 'Make key' });
  await create.focus();
  // As slow as a hand: a request that is given up at once never leaves the browser.
  await create.dblclick({ delay: 100 });
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect.poll(() => create.getAttribute('aria-disabled')).toBe('true');
  expect(await create.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.getByText('The key “ci” is made').waitFor();
  await page.goto('/api-keys');
  expect(await page.getByRole('button', { name: 'Revoke ci' }).count()).toBe(1);
  expect(sent).toBe(1);
});
