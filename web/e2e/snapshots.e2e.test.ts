import { expect, test } from 'vitest';
import { createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

test('each change is a snapshot that says who did what; two are compared field by field; one is rolled back to after its diff was shown', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'history')}`;
  await page.goto(`${at}/snapshots`);
  // Published by the room while the page is open.
  await page.getByRole('link', { name: 'Snapshot 1' }).waitFor();
  await page.goto(`${at}/address-pools`);
  await page.getByRole('main').getByRole('link', { name: 'kind', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'kind' }).waitFor();
  const pool = new URL(page.url()).pathname;
  await page.goto(`${pool}/edit`);
  await page.getByLabel('Addresses').fill('10.1.0.0/28');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('kind is saved').waitFor();
  await page.goto(`${at}/snapshots`);
  await page.getByRole('link', { name: 'Snapshot 2' }).waitFor();
  await page.getByText('Ada Lovelace changed IP address pool kind').waitFor();

  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('heading', { level: 1, name: 'Snapshot 1 → 2' }).waitFor();
  await page.getByRole('link', { name: /^IPAddressPool/ }).click();
  const fields = page.getByRole('table', { name: 'Fields that differ' });
  await fields.getByText('spec.addresses[0]').waitFor();
  await fields.getByText('+ 10.1.0.0/28').waitFor();
  await page.locator('.cm-editor').waitFor();

  await page.goto(`${at}/snapshots/1`);
  await page.getByRole('link', { name: /^Roll back to this/ }).click();
  await page.getByText('Changed back: kind.').waitFor();
  await page
    .getByRole('list', { name: 'What changes in the cluster' })
    .getByText(/IPAddressPool/)
    .waitFor();
  await page.getByRole('button', { name: 'Roll back to snapshot 1' }).click();
  await page.getByText('Rolled back: snapshot 3 is what 1 was.').waitFor();
  await page.goto(pool);
  await page.getByText('172.18.255.200-172.18.255.250').first().waitFor();
});

test('a snapshot that is not there is a page that says so', async () => {
  const { page } = await home.visit({ allowing: /404/ });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'missing')}`;
  for (const path of ['snapshots/99', 'snapshots/abc', 'snapshots/99/rollback', 'snapshots/diff?from=1&to=99']) {
    expect((await page.goto(`${at}/${path}`))?.status(), path).toBe(404);
    await page.getByText('There is nothing here').waitFor();
  }
});
