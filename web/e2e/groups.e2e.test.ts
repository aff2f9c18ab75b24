import { toUuid } from '@home-base/schema/ids/id.ts';
import pg from 'pg';
import { expect, test } from 'vitest';
import { callApi, createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

test('the navigation leads by group to a kind of object, and a group says what is enabled and what there is to choose', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'groups')}`;
  const places = page.getByRole('navigation', { name: 'Main' });
  expect(await places.getByRole('link', { name: 'Redis' }).count()).toBe(0);
  await places.getByRole('link', { name: 'Datastores' }).click();
  const main = page.getByRole('main');
  await main.getByText('No Postgres cluster yet.').waitFor();
  await main.getByRole('link', { name: 'Configure PostgreSQL' }).waitFor();
  await main.getByRole('link', { name: 'Enable Redis' }).click();
  await page.getByRole('button', { name: 'Enable Redis' }).click();
  await page.getByText('Redis is enabled').waitFor();
  await places.getByRole('link', { name: 'Datastores' }).click();
  await places.getByRole('link', { name: 'Redis' }).click();
  await page.waitForURL(`**${at}/redis`);
  await places.getByRole('link', { name: 'FerretDB' }).waitFor();
});

test('a battery is opened from its group once the gateway has an address, and before that the page says what is missing', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'addresses');
  const at = `/installations/${id}`;
  await callApi(page, 'PUT', `${at}/batteries/grafana`, { withNeeds: true });
  await page.goto(`${at}/groups/monitoring`);
  await page.getByText('Grafana cannot be opened from here yet').waitFor();
  await callApi(page, 'PUT', `${at}/batteries/istio_gateway`, { withNeeds: true });
  await page.reload();
  await page.getByText('once the agent has reported an address').waitFor();
  // As the agent's report leaves it.
  const client = new pg.Client({ connectionString: home.stack().ownerUrl });
  await client.connect();
  await client.query(`update installations set summary_facts = '{"ingressAddresses":["10.1.2.3"]}' where id = $1`, [
    toUuid('installation', id),
  ]);
  await client.end();
  await page.reload();
  const open = page.getByRole('link', { name: 'Open Grafana' });
  expect(await open.getAttribute('href')).toMatch(/^https?:\/\/grafana\.10-1-2-3\.sslip\.io$/);
  expect(await page.getByText('cannot be opened from here yet').count()).toBe(0);
});

test('the palette knows every kind, every battery and what can be made', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'palette')}`;
  await page.getByRole('button', { name: 'Jump to' }).waitFor();
  for (const [typed, path] of [
    ['new postgres', '/postgres/new'],
    ['trivy', '/batteries/trivy_operator'],
    ['address p', '/address-pools'],
    ['import', '/projects/import'],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Place' }).fill(typed);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${at}${path}`);
  }
});
