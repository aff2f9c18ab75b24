// Pictures of every page of a running Home Base, in light, dark and 390 px, and an index.html to look at them side by side:
//   node web/e2e/shots.ts URL EMAIL PASSWORD OUTDIR [ONLY, a regular expression of names]
// Signs up one new person, whose organization is empty. Prints what the pages complained about and what is wider than the screen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from '@home-base/dev/chromium.ts';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const [url = '', email = '', password = '', outDir = '', only] = process.argv.slice(2);
if (!outDir) throw new Error('use: node web/e2e/shots.ts URL EMAIL PASSWORD OUTDIR [ONLY]');

/** A page to look at: where it is, and what to do there first. */
type Shot = { name: string; path: string; act?: (page: Page) => Promise<unknown>; narrowOnly?: boolean; wideOnly?: boolean };
type Look = { name: string; width: number; height: number; scheme: 'light' | 'dark' };

const looks: Look[] = [
  { name: 'light', width: 1280, height: 800, scheme: 'light' },
  { name: 'dark', width: 1280, height: 800, scheme: 'dark' },
  { name: 'narrow', width: 390, height: 844, scheme: 'light' },
];
const taken: { name: string; look: string }[] = [];

type Storage = Awaited<ReturnType<BrowserContext['storageState']>>;

async function storageOf(from: Browser, enter: (page: Page) => Promise<void>): Promise<Storage> {
  const context = await from.newContext({ baseURL: url });
  await enter(await context.newPage());
  const storage = await context.storageState();
  await context.close();
  return storage;
}

async function signIn(page: Page, mail: string, word: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(mail);
  await page.getByLabel('Password').fill(word);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/installations');
}

async function signUp(page: Page): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('E-mail').fill(`shots-${Date.now()}@example.com`);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/installations');
}

const outsideShots: Shot[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-wrong', path: '/sign-in', act: (page) => signIn(page, 'nobody@example.com', 'not the password').catch(() => undefined) },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'sign-up-empty', path: '/sign-up', act: (page) => press(page, 'Create account') },
  { name: 'not-found-outside', path: '/nowhere' },
];

const newcomerShots: Shot[] = [
  { name: 'first-installations', path: '/installations' },
  { name: 'first-api-keys', path: '/api-keys' },
  { name: 'first-new', path: '/installations/new', act: (page) => press(page, 'Create installation') },
  { name: 'first-home', path: '/installations/new', act: createInstallation },
  { name: 'first-one-liner', path: '/installations', act: makeLine },
  { name: 'first-resources', path: '/installations', act: (page) => openPlace(page, 'Resources') },
  { name: 'first-snapshots', path: '/installations', act: (page) => openPlace(page, 'Snapshots') },
  { name: 'first-redis', path: '/installations', act: (page) => openPlace(page, 'Redis') },
  { name: 'first-postgres', path: '/installations', act: (page) => openPlace(page, 'Postgres') },
  { name: 'first-projects', path: '/installations', act: (page) => openPlace(page, 'Projects') },
  { name: 'first-group', path: '/installations', act: (page) => openPlace(page, 'groups/ai') },
];

async function createInstallation(page: Page): Promise<void> {
  await page.getByLabel('Name').fill(`first-${Date.now() % 100_000}`);
  await press(page, 'Create installation');
  await page.waitForURL(/inst_/);
}

async function makeLine(page: Page): Promise<void> {
  await page.getByRole('main').locator('a[href*="/installations/inst_"]').first().click();
  await press(page, 'Make the install line');
  await page.getByText('Waiting for the agent').waitFor();
}

async function openPlace(page: Page, place: string): Promise<void> {
  const to = await page.getByRole('main').locator('a[href*="/installations/inst_"]').first().getAttribute('href');
  await page.goto(`${to}/${place.toLowerCase()}`);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click();
}

/** The preview of an import of the project at this path, into the installation that has it: every name is taken. */
async function lookAt(page: Page, project: string): Promise<void> {
  const answer = await page.context().request.get(`${url}/v1${project}/export`);
  await page.getByLabel('Or paste what it holds').fill(await answer.text());
  await press(page, 'Look at it');
  await page.getByText('Nothing has happened yet').waitFor();
}

/** Every page of the console, with what this organization has: the installation with an agent, the first of each kind of object. */
async function findShots(from: Browser, storage: Storage): Promise<Shot[]> {
  const context = await from.newContext({ baseURL: url, storageState: storage });
  const page = await context.newPage();
  const links = async (path: string, pattern: RegExp) => {
    await page.goto(path);
    const all = await page
      .getByRole('main')
      .getByRole('link')
      .evaluateAll((found) => found.map((each) => each.getAttribute('href') ?? ''));
    return [...new Set(all.filter((href) => pattern.test(href)))];
  };
  const all = await links('/installations', /^\/installations\/inst_[a-z0-9]+$/);
  const counts = await Promise.all(all.map(async (path) => ({ path, pods: await countResources(context, path) })));
  const at = counts.sort((a, b) => b.pods - a.pods)[0]?.path;
  if (!at) throw new Error('this organization has no installation: create one first');
  const objects: Shot[] = [];
  for (const kind of ['postgres', 'redis', 'ferretdb', 'notebooks', 'models', 'knative', 'services', 'address-pools']) {
    objects.push({ name: `${kind}-list`, path: `${at}/${kind}` });
    objects.push({ name: `${kind}-new`, path: `${at}/${kind}/new` });
    objects.push({ name: `${kind}-new-wrong`, path: `${at}/${kind}/new`, act: (each) => press(each, /^Create /) });
    const found = await links(`${at}/${kind}`, new RegExp(`/${kind}/[a-z]+_[a-z0-9]+$`));
    found.forEach((path, index) => {
      objects.push({ name: `${kind}-show-${index + 1}`, path });
    });
    if (found[0]) objects.push({ name: `${kind}-edit`, path: `${found[0]}/edit` });
  }
  const projects = await links(`${at}/projects`, /\/projects\/proj_[a-z0-9]+$/);
  const resources = [
    ...(await links(`${at}/resources?health=degraded`, /\/resources\/./)).slice(0, 1),
    ...(await links(`${at}/resources?kind=Deployment`, /\/resources\/./)).slice(0, 1),
  ];
  const versions = await links(`${at}/snapshots`, /\/snapshots\/\d+$/);
  const oldest = versions.at(-1);
  const newest = versions[0];
  await context.close();
  return [
    { name: 'installations', path: '/installations' },
    { name: 'installations-new', path: '/installations/new' },
    ...['api-keys', 'audit', 'members', 'account'].map((name) => ({ name, path: `/${name}` })),
    { name: 'orgs-new', path: '/orgs/new' },
    { name: 'not-found', path: '/installations/inst_01m7y6tpvjfaxa2r34trs8bdbz' },
    { name: 'home', path: at },
    { name: 'home-menu-org', path: at, wideOnly: true, act: (each) => press(each, /^Organization/) },
    { name: 'home-menu-user', path: at, wideOnly: true, act: (each) => press(each, /^Account of/) },
    { name: 'home-jump', path: at, wideOnly: true, act: (each) => each.keyboard.press('Control+k') },
    { name: 'home-sheet', path: at, narrowOnly: true, act: (each) => each.locator('details > summary').first().click() },
    { name: 'batteries', path: `${at}/batteries` },
    { name: 'battery-redis', path: `${at}/batteries/redis` },
    { name: 'battery-cnpg', path: `${at}/batteries/cloudnative_pg` },
    { name: 'battery-metallb', path: `${at}/batteries/metallb` },
    { name: 'battery-core', path: `${at}/batteries/battery_core` },
    { name: 'battery-keycloak', path: `${at}/batteries/keycloak` },
    { name: 'battery-barman', path: `${at}/batteries/cloudnative_pg_barman` },
    { name: 'battery-balancer', path: `${at}/batteries/aws_load_balancer_controller` },
    { name: 'battery-loki', path: `${at}/batteries/loki` },
    { name: 'battery-disable', path: `${at}/batteries/redis/disable` },
    ...['data', 'devtools', 'monitoring', 'net_sec', 'ai', 'magic'].map((group) => ({
      name: `group-${group}`,
      path: `${at}/groups/${group}`,
    })),
    ...objects,
    { name: 'projects', path: `${at}/projects` },
    ...['web', 'db', 'ai', 'bare'].map((type) => ({
      name: `project-new-${type}`,
      path: `${at}/projects/new`,
      act: (each: Page) => each.locator(`input[name=type][value=${type}]`).check(),
    })),
    { name: 'project-new-wrong', path: `${at}/projects/new`, act: (each) => press(each, 'Create project') },
    ...projects.slice(0, 2).flatMap((path, index) => [
      { name: `project-${index + 1}`, path },
      { name: `project-${index + 1}-edit`, path: `${path}/edit` },
      { name: `project-${index + 1}-export`, path: `${path}/export` },
    ]),
    { name: 'project-import', path: `${at}/projects/import` },
    { name: 'project-import-wrong', path: `${at}/projects/import`, act: (each) => press(each, 'Look at it') },
    ...(projects[0]
      ? [{ name: 'project-import-preview', path: `${at}/projects/import`, act: (each: Page) => lookAt(each, projects[0] ?? '') }]
      : []),
    { name: 'snapshots', path: `${at}/snapshots` },
    ...(newest ? [{ name: 'snapshot', path: newest }] : []),
    ...(oldest && oldest !== newest ? [{ name: 'snapshot-rollback', path: `${oldest}/rollback` }] : []),
    ...(oldest && newest && oldest !== newest
      ? [{ name: 'snapshot-diff', path: `${at}/snapshots/diff?from=${oldest.split('/').at(-1)}&to=${newest.split('/').at(-1)}` }]
      : []),
    { name: 'resources', path: `${at}/resources` },
    { name: 'resources-none', path: `${at}/resources?q=nothing-is-called-so` },
    ...resources.map((path, index) => ({ name: `resource-${index + 1}`, path })),
    { name: 'settings', path: `${at}/settings` },
  ];
}

async function countResources(context: BrowserContext, path: string): Promise<number> {
  const answer = await context.request.get(`${url}/v1${path}/resources?limit=100`);
  const body: { items?: unknown[] } = answer.ok() ? await answer.json() : {};
  return body.items?.length ?? 0;
}

async function takeAll(from: Browser, look: Look, storage: Storage | undefined, shots: Shot[]): Promise<void> {
  const context = await from.newContext({
    baseURL: url,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    ...(storage && { storageState: storage }),
  });
  const page = await context.newPage();
  let at = '';
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      console.log(`${look.name}/${at}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`${look.name}/${at}: thrown: ${error.message}`));
  for (const shot of shots) {
    if (only && !new RegExp(only).test(shot.name)) continue;
    if (look.name === 'narrow' ? shot.wideOnly : shot.narrowOnly) continue;
    at = shot.name;
    page.setDefaultTimeout(8000);
    try {
      await page.goto(shot.path);
      // Long enough for the browser to take over the page and for fonts.
      await page.waitForTimeout(400);
      await shot.act?.(page);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(outDir, look.name, `${shot.name}.png`), fullPage: true });
      taken.push({ name: shot.name, look: look.name });
      await complain(page, look, shot);
    } catch (error) {
      console.log(`${look.name}/${shot.name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  await context.close();
}

/** What a picture does not show: sideways scrolling, a control without a name, not exactly one h1, a missing main. */
async function complain(page: Page, look: Look, shot: Shot): Promise<void> {
  const problems = await page.evaluate(() => {
    const said: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) said.push(`${scrollWidth - clientWidth} px wider than the screen`);
    const headings = document.querySelectorAll('h1').length;
    if (headings !== 1) said.push(`${headings} h1`);
    if (document.querySelectorAll('main').length !== 1) said.push('not one main');
    if (!document.title) said.push('no title');
    for (const control of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), select, textarea'))
      if (!control.labels?.length && !control.getAttribute('aria-label') && !control.getAttribute('aria-labelledby'))
        said.push(`no label: ${control.outerHTML.slice(0, 120)}`);
    for (const control of document.querySelectorAll<HTMLElement>('button, a[href], summary'))
      if (control.checkVisibility() && !control.textContent?.trim() && !control.getAttribute('aria-label'))
        said.push(`no name: ${control.outerHTML.slice(0, 120)}`);
    const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
    for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index))) said.push(`id twice: ${id}`);
    let before = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
      const level = Number(heading.tagName.slice(1));
      if (level > before + 1) said.push(`h${level} after h${before}: ${heading.textContent}`);
      before = level;
    }
    return said;
  });
  for (const problem of problems) console.log(`${look.name}/${shot.name}: ${problem}`);
}

function contactSheet(): string {
  const names = [...new Set(taken.map((each) => each.name))];
  const cell = (name: string, look: string) =>
    taken.some((each) => each.name === name && each.look === look)
      ? `<td><a href="${look}/${name}.png"><img loading="lazy" src="${look}/${name}.png" width="${look === 'narrow' ? 180 : 480}" alt="${name}, ${look}"></a></td>`
      : '<td></td>';
  return `<!doctype html><meta charset="utf-8"><title>Pages</title><table style="vertical-align:top">${names
    .map((name) => `<tr valign="top"><th>${name}</th>${looks.map((look) => cell(name, look.name)).join('')}</tr>`)
    .join('\n')}</table>\n`;
}

async function main() {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const member = await storageOf(browser, (page) => signIn(page, email, password));
    const newcomer = await storageOf(browser, signUp);
    const shots = await findShots(browser, member);
    for (const look of looks) {
      mkdirSync(join(outDir, look.name), { recursive: true });
      await takeAll(browser, look, undefined, outsideShots);
      await takeAll(browser, look, newcomer, newcomerShots);
      await takeAll(browser, look, member, shots);
    }
  } finally {
    await browser.close();
  }
  writeFileSync(join(outDir, 'index.html'), contactSheet());
  console.log(`${taken.length} pictures: ${join(outDir, 'index.html')}`);
}

await main();
