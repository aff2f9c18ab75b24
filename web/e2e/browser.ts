import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBattery } from '@home-base/catalog/registry.ts';
import { ensureChromium } from '@home-base/dev/chromium.ts';
import { type Stack, startStack } from '@home-base/dev/stack.ts';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

export type Visit = { page: Page; context: BrowserContext };

/**
 * Home Base on this machine and a Chromium, for the tests of one file. `visit()` opens a page of its own person; whatever the browser complains
 * about (console errors, thrown errors, violations of the Content-Security-Policy) fails the test, unless it was expected with `allowing`.
 */
export function useHomeBase() {
  let stack: Stack | undefined;
  let browser: Browser | undefined;
  let dataDir: string | undefined;
  const contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    const executablePath = ensureChromium();
    dataDir = mkdtempSync(join(tmpdir(), 'home-base-web-'));
    stack = await startStack({ dataDir });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });
  afterEach(async () => {
    const seen = complaints;
    complaints = [];
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(seen).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  const visit = async ({
    allowing,
    ...options
  }: {
    javaScriptEnabled?: boolean;
    viewport?: { width: number; height: number };
    colorScheme?: 'light' | 'dark';
    allowing?: RegExp;
  } = {}): Promise<Visit> => {
    if (!stack || !browser) throw new Error('Home Base is not up: call visit() inside a test');
    const context = await browser.newContext({ baseURL: stack.url, viewport: { width: 1280, height: 850 }, ...options });
    contexts.push(context);
    const page = await context.newPage();
    const complain = (text: string) => {
      if (!allowing?.test(text)) complaints.push(text);
    };
    page.on('console', (message) => message.type() === 'error' && complain(`console: ${message.text()} ${message.location().url}`));
    page.on('pageerror', (error) => complain(`thrown: ${error.message}`));
    return { page, context };
  };

  return {
    visit,
    url: () => {
      if (!stack) throw new Error('Home Base is not up yet');
      return stack.url;
    },
    stack: () => {
      if (!stack) throw new Error('Home Base is not up yet');
      return stack;
    },
  };
}

let people = 0;

/** Someone new: signs up in the browser, as anybody would, with an organization of their own. */
export async function signUp(
  page: Page,
  { org = 'Analytical Engines' }: { org?: string } = {},
): Promise<{ email: string; password: string }> {
  people += 1;
  const person = { email: `person-${process.pid}-${people}@example.com`, password: 'correct horse battery' };
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByLabel('Organization').fill(org);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/installations');
  return person;
}

/** An installation with the defaults of the form; returns its id. */
export async function createInstallation(page: Page, name: string): Promise<string> {
  await page.goto('/installations/new');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create installation' }).click();
  await page.waitForURL(/\/installations\/inst_/);
  const id = /inst_[a-z0-9]+/.exec(page.url())?.[0];
  if (!id) throw new Error(`no installation id in ${page.url()}`);
  return id;
}

/** Something that a test starts from, made by the signed-in person of this page through the API. `path`: below `/v1`. */
export async function callApi(page: Page, method: 'POST' | 'PUT', path: string, data: unknown): Promise<void> {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.fetch(`${origin}/v1${path}`, { method, data, headers: { origin } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
}

/** By its page, as a person would. */
export async function enableBattery(page: Page, at: string, type: string): Promise<void> {
  const { name } = getBattery(type);
  await page.goto(`${at}/batteries/${type}`);
  await page.getByRole('button', { name: `Enable ${name}` }).click();
  // Other names are on the page, too: those of what it needs.
  await page.getByText(new RegExp(`^${name} is enabled`)).waitFor();
}
