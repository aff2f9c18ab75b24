import { expect, test } from 'vitest';
import { createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

test('someone new signs up, makes an installation, and gets the line to paste', async () => {
  const { page } = await home.visit();
  await signUp(page);
  await page.getByText('No installation yet').waitFor();
  await createInstallation(page, 'staging');
  await page.getByRole('heading', { level: 1, name: 'staging' }).waitFor();
  await page.getByRole('button', { name: 'Make the install line' }).click();
  const line = await page.locator('figure code').innerText();
  expect(line).toMatch(new RegExp(`^curl -fsSL '${home.url()}/install.sh' \\| sh -s -- \\S{40,} [0-9a-f]{64}$`));
  expect(line).toContain(home.stack().rootSha256);
  await page.getByText('Waiting for the agent').waitFor();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
});

test('everything up to the line works without JavaScript', async () => {
  const { page } = await home.visit({ javaScriptEnabled: false, allowing: /400/ });
  await signUp(page);
  await page.goto('/installations/new');
  await page.getByLabel('Name').fill('Not A Name');
  await page.getByRole('button', { name: 'Create installation' }).click();
  await page.getByText('Use lower-case letters, digits and -').waitFor();
  await page.getByLabel('Name').fill('plain');
  await page.getByLabel(/^Production/).check();
  await page.getByLabel(/^Your own cluster/).check();
  await page.getByRole('button', { name: 'Create installation' }).click();
  await page.waitForURL(/inst_/);
  await page.getByText('Production on own cluster, medium').waitFor();
  await page.getByRole('button', { name: 'Make the install line' }).click();
  await page.getByText('curl -fsSL').waitFor();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
});

test('a wrong password says so and keeps the address; the right one leads to the page that was asked for', async () => {
  const { page, context } = await home.visit({ allowing: /401/ });
  const { email, password } = await signUp(page);
  await context.clearCookies();
  await page.goto('/api-keys');
  await page.waitForURL('**/sign-in?to=%2Fapi-keys');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/api-keys');
});

test('an API key is shown once and opens nothing after it is revoked', async () => {
  const { page } = await home.visit();
  await signUp(page);
  await page.goto('/api-keys');
  await page.getByLabel('Name').fill('ci');
  await page.getByRole('button', { name: 'Make key' }).click();
  const secret = await page.locator('figure code').innerText();
  const list = () => fetch(`${home.url()}/v1/installations`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await list()).status).toBe(200);
  await page.reload();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: 'Revoke ci' }).click();
  await page.getByText('opens nothing any more').waitFor();
  expect((await list()).status).toBe(401);
});

test('an installation is renamed, paused and deleted only by its name, and all of it is in the audit log', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'first');
  await page.goto(`/installations/${id}/settings`);
  await page.getByLabel('Name').fill('second');
  await page.getByLabel(/^Early/).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByText(/is there, and it moves there in its upgrade window/).waitFor();
  expect(await page.getByLabel(/^Early/).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused: the agent changes nothing').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Resumed: the agent catches up now.').waitFor();
  const confirm = page.getByLabel('Type second to confirm');
  await confirm.fill('first');
  await page.getByRole('button', { name: 'Delete installation' }).click();
  await page.getByText('This is not the name').waitFor();
  await confirm.fill('second');
  await page.getByRole('button', { name: 'Delete installation' }).click();
  await page.waitForURL('**/installations');
  await page.goto('/audit');
  for (const action of ['installation.delete', 'installation.update', 'installation.create', 'org.create'])
    await page.getByText(action).first().waitFor();
});

test('the pages of another organization are not there', async () => {
  const { page: mine } = await home.visit();
  await signUp(mine);
  const id = await createInstallation(mine, 'private');
  const { page: theirs } = await home.visit({ allowing: /404/ });
  await signUp(theirs, { org: 'Strangers' });
  const answer = await theirs.goto(`/installations/${id}`);
  expect(answer?.status()).toBe(404);
  await theirs.getByText('There is nothing here').waitFor();
  expect(await theirs.content()).not.toContain('private');
  await theirs.getByText(/req_[a-z0-9]+/).waitFor();
});

test('someone with two organizations sees one at a time', async () => {
  const { page } = await home.visit();
  await signUp(page, { org: 'One' });
  await createInstallation(page, 'in-one');
  await page.goto('/orgs/new');
  await page.getByLabel('Name').fill('Two');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByText('No installation yet').waitFor();
  await page.getByRole('button', { name: 'Organization: Two' }).click();
  await page.getByRole('menuitem', { name: 'One' }).click();
  await page.getByRole('link', { name: 'in-one' }).waitFor();
});

test('nothing needs a pointer: places are reached with the keyboard alone', async () => {
  const { page } = await home.visit();
  await signUp(page);
  await page.getByRole('button', { name: 'Jump to' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('aud');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/audit');
  await page.goto('/members');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
});

test('at 390 pixels nothing is cut off sideways and the sheet leads everywhere', async () => {
  const { page } = await home.visit({ viewport: { width: 390, height: 780 } });
  await signUp(page);
  const id = await createInstallation(page, 'narrow');
  const pages = [
    '/installations',
    '/installations/new',
    `/installations/${id}`,
    `/installations/${id}/settings`,
    `/installations/${id}/projects`,
    `/installations/${id}/projects/new`,
    `/installations/${id}/projects/import`,
    `/installations/${id}/groups/data`,
    `/installations/${id}/postgres/new`,
    '/api-keys',
    '/members',
    '/audit',
    '/account',
    '/orgs/new',
  ];
  for (const path of pages) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0);
  }
  await page.locator('summary[aria-label="Menu"]').click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Members' }).click();
  await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  expect(await page.locator('details').first().getAttribute('open')).toBeNull();
});

test('a page may run only its own scripts and be framed by nobody', async () => {
  const answer = await fetch(`${home.url()}/sign-in`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const html = await answer.text();
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
  expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  const again = await fetch(`${home.url()}/sign-in`);
  expect(again.headers.get('content-security-policy')).not.toBe(policy);
});
