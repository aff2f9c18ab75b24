import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

/** Invites by the page Members; returns the link that is shown once. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto('/members');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption(role);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await page.locator('figure code').innerText();
  expect(link).toMatch(new RegExp(`^${home.url()}/invitations/[\\w-]{43}$`));
  return link;
}

async function switchTo(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: `Organization: ${from}` }).click();
  await page.getByRole('menuitem', { name: to }).click();
  await page.getByRole('button', { name: `Organization: ${to}` }).waitFor();
}

test('someone invited opens the link, makes an account, comes back and accepts; before that they are nobody’s member', async () => {
  const owner = await home.visit();
  await signUp(owner.page, { org: 'Hosts' });
  const email = `guest-${process.pid}@example.com`;
  const link = await invite(owner.page, email, 'member');
  const open = owner.page.getByRole('table', { name: 'Open invitations' });
  await open.getByText(email).waitFor();
  await owner.page.reload();
  expect(await owner.page.content()).not.toContain(link);

  const guest = await home.visit();
  await guest.page.goto(link);
  await guest.page.waitForURL('**/sign-in?to=*');
  await guest.page.getByRole('link', { name: 'Create an account' }).click();
  await guest.page.getByLabel('Your name').fill('Grace');
  await guest.page.getByLabel('E-mail').fill(email);
  await guest.page.getByLabel('Password').fill('correct horse battery');
  await guest.page.getByRole('button', { name: 'Create account' }).click();
  await guest.page.getByRole('heading', { name: 'Join Hosts' }).waitFor();
  await guest.page.getByText('Ada Lovelace').waitFor();
  await guest.page.getByRole('button', { name: 'Accept the invitation' }).click();
  await guest.page.getByText('You are a member of Hosts now.').waitFor();
  await guest.page.getByRole('button', { name: 'Organization: Hosts' }).waitFor();

  await owner.page.reload();
  await owner.page.getByRole('table', { name: 'Members' }).getByText(email).waitFor();
  expect(await open.count()).toBe(0);
});

test('an invitation is for its address alone, and leads nowhere once it is revoked; also without JavaScript', async () => {
  const owner = await home.visit({ javaScriptEnabled: false });
  await signUp(owner.page, { org: 'Careful' });
  const guest = await home.visit({ javaScriptEnabled: false, allowing: /410/ });
  const { email } = await signUp(guest.page, { org: 'Own' });
  const thief = await home.visit({ javaScriptEnabled: false, allowing: /403/, viewport: { width: 390, height: 780 } });
  await signUp(thief.page, { org: 'Thieves' });
  const link = await invite(owner.page, email, 'admin');

  expect((await thief.page.goto(link))?.status()).toBe(403);
  await thief.page.getByText('This invitation is for another e-mail address').waitFor();
  expect(await thief.page.content()).not.toContain('Careful');
  expect(await thief.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  await guest.page.goto(link);
  await owner.page.goto('/members');
  await owner.page.getByRole('button', { name: `Revoke the invitation of ${email}` }).click();
  await owner.page.getByText('its link leads nowhere any more').waitFor();
  expect(await owner.page.content()).not.toContain(link);
  await guest.page.getByRole('button', { name: 'Accept the invitation' }).click();
  await guest.page.getByText('This invitation was revoked').waitFor();
});

test('a form of one organization writes into no other, whatever another tab switched to', async () => {
  const { page, context } = await home.visit({ allowing: /409/ });
  await signUp(page, { org: 'Acme' });
  await page.goto('/orgs/new');
  await page.getByLabel('Name').fill('Bolt');
  await page.getByRole('button', { name: 'Create organization' }).click();
  await page.getByRole('button', { name: 'Organization: Bolt' }).waitFor();
  await switchTo(page, 'Bolt', 'Acme');
  await page.goto('/members');
  await page.getByLabel('E-mail').fill('friend@example.com');

  const other = await context.newPage();
  await other.goto('/installations');
  await switchTo(other, 'Acme', 'Bolt');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('You are in another organization now (Bolt): switch back to Acme, or load this page anew.').waitFor();
  expect(await page.getByLabel('E-mail').inputValue()).toBe('friend@example.com');
  await other.goto('/members');
  expect(await other.getByText('friend@example.com').count()).toBe(0);

  await switchTo(other, 'Bolt', 'Acme');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.locator('figure code').waitFor();
});

test('who is removed from the organization that they are in is told, and chooses where to go on', async () => {
  const owner = await home.visit();
  await signUp(owner.page, { org: 'Former' });
  const guest = await home.visit({ allowing: /409/ });
  const { email } = await signUp(guest.page, { org: 'Own' });
  await guest.page.goto(await invite(owner.page, email, 'admin'));
  await guest.page.getByRole('button', { name: 'Accept the invitation' }).click();
  await guest.page.getByRole('button', { name: 'Organization: Former' }).waitFor();
  await guest.page.goto('/api-keys');
  await guest.page.getByLabel('Name').fill('late');
  await owner.page.goto('/members');
  await owner.page
    .getByRole('row', { name: new RegExp(email) })
    .getByRole('button', { name: /^Remove/ })
    .click();
  await owner.page.getByText('Removed. Their account stays.').waitFor();

  await guest.page.getByRole('button', { name: 'Make key' }).click();
  await guest.page.getByText('so nothing was changed').waitFor();
  await guest.page.goto('/installations');
  await guest.page.waitForURL('**/account');
  await guest.page.getByText('You are in no organization right now').waitFor();
  await guest.page.getByRole('button', { name: 'Switch to it' }).click();
  await guest.page.getByRole('button', { name: 'Organization: Own' }).waitFor();
  await guest.page.goto('/api-keys');
  await guest.page.getByText('No keys yet').waitFor();
  await guest.page.goto('/sign-up?to=/audit');
  await guest.page.waitForURL('**/audit');

  // The next person at this browser starts in an organization of their own.
  await guest.context.clearCookies({ name: /session/ });
  await signUp(guest.page, { org: 'Next' });
  await guest.page.getByRole('button', { name: 'Organization: Next' }).waitFor();
});
