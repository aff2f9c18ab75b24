import { expect, test } from 'vitest';
import { createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

test('before a battery is enabled one sees what it adds and what it brings along; then both are enabled', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'enable')}`;
  await page.goto(`${at}/batteries`);
  await page.getByRole('link', { name: 'Enable Battery CA' }).click();
  await page.getByText(/Adds \d+ resources in the namespaces?/).waitFor();
  await page.getByText('Also enables').waitFor();
  await page.getByText('Cert Manager will be enabled').waitFor();
  await page.getByRole('button', { name: 'Enable Battery CA' }).click();
  await page.getByText('Battery CA is enabled, and with it Cert Manager.').waitFor();
  await page.goto(`${at}/batteries`);
  await page.getByRole('link', { name: 'Configure Cert Manager' }).waitFor();
});

test('a battery that others need is not disabled, and the page says who needs it', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'needed')}`;
  await page.goto(`${at}/batteries/battery_ca`);
  await page.getByRole('button', { name: 'Enable Battery CA' }).click();
  await page.getByText('Battery CA is enabled').waitFor();
  await page.goto(`${at}/batteries/cert_manager/disable`);
  await page.getByText('Battery CA needs Cert Manager: disable Battery CA first').waitFor();
  expect(await page.getByRole('button', { name: /^Disable/ }).count()).toBe(0);
  await page.goto(`${at}/batteries/battery_ca/disable`);
  await page.getByText(/Removes \d+ resources?/).waitFor();
  await page.getByRole('button', { name: 'Disable Battery CA' }).click();
  await page.getByText('Battery CA is disabled').waitFor();
});

test('losing data when a battery is disabled takes its name, keeping it does not', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'data')}`;
  await page.goto(`${at}/batteries/redis`);
  await page.getByRole('button', { name: 'Enable Redis' }).click();
  await page.getByText('Redis is enabled').waitFor();
  await page.goto(`${at}/batteries/redis/disable`);
  await page.getByText(/stay with all data in them/).waitFor();
  await page.getByLabel(/^Remove definitions/).check();
  await page.getByRole('button', { name: 'Disable Redis' }).click();
  await page.getByText('Type Redis to confirm that its data is lost').waitFor();
  await page.getByLabel(/type Redis to confirm/).fill('Redis');
  await page.getByText('to confirm that its data is lost').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Disable Redis' }).click();
  await page.getByText('data included').waitFor();
});

test('without JavaScript a wrong entry is named at its field, a right one is saved, and a box that was turned off stays off', async () => {
  const { page } = await home.visit({ javaScriptEnabled: false, allowing: /40|42/ });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'plain')}`;
  await page.goto(`${at}/batteries/battery_core`);
  await page.getByLabel('Monday').uncheck();
  await page.getByLabel('Upgrades until (hour, UTC)').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The window ends before it begins').waitFor();
  expect(await page.getByLabel('Upgrades until (hour, UTC)').inputValue()).toBe('5');
  await page.getByLabel('Upgrades until (hour, UTC)').fill('22');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Battery Core is configured').waitFor();
  expect(await page.getByLabel('Monday').isChecked()).toBe(false);
  expect(await page.getByLabel('Tuesday').isChecked()).toBe(true);
  expect(await page.getByLabel('Upgrades until (hour, UTC)').inputValue()).toBe('22');
});

test('a switch that is on by default stays off once it was turned off', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'switch')}`;
  await page.goto(`${at}/batteries/battery_core`);
  await page.getByLabel('Network isolation').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Battery Core is configured').waitFor();
  await page.reload();
  expect(await page.getByLabel('Network isolation').isChecked()).toBe(false);
});
