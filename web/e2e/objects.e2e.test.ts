import { toUuid } from '@home-base/schema/ids/id.ts';
import pg from 'pg';
import { expect, test } from 'vitest';
import { callApi, createInstallation, enableBattery, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

test('connection info names host and Secret and how to read it, live and without a reload, and never a password', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'connect')}`;
  await page.goto(`${at}/postgres/new`);
  await page.getByLabel('Name', { exact: true }).fill('orders');
  await page.getByRole('button', { name: 'Add user' }).click();
  await page.getByLabel('User name').nth(1).fill('reader');
  await page.getByLabel('Credential namespaces').nth(1).fill('battery-ai');
  await page.getByRole('button', { name: 'Create Postgres cluster' }).click();
  await page.getByText('pg-orders-rw.battery-data.svc.cluster.local').first().waitFor();
  await page.getByText('kubectl get secret --namespace battery-ai cloudnative-pg.pg-orders.reader').waitFor();
  expect(await page.content()).not.toMatch(/postgresql:\/\/[^{]/);
});

test('a Postgres cluster is edited with what it was, storage does not shrink, and it goes only by its name', async () => {
  const { page } = await home.visit({ allowing: /42|400/ });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'changes')}`;
  await page.goto(`${at}/postgres/new`);
  await page.getByLabel('Name', { exact: true }).fill('orders');
  await page.getByRole('button', { name: /^small/ }).click();
  await page.getByRole('button', { name: 'Create Postgres cluster' }).click();
  await page.getByText('orders is on its way').waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Storage', { exact: true }).fill('8 GiB');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Storage only grows').waitFor();
  await page.getByLabel('Storage', { exact: true }).fill('32 GiB');
  await page.getByLabel('Instances').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('3 × 2 CPUs · 4 GiB · 32 GiB disk').waitFor();
  await page.getByLabel('Type orders to confirm').fill('order');
  await page.getByRole('button', { name: 'Delete Postgres cluster and data' }).click();
  await page.getByText('This is not the name').waitFor();
  await page.getByLabel('Type orders to confirm').fill('orders');
  await page.getByRole('button', { name: 'Delete Postgres cluster and data' }).click();
  await page.getByText('orders is deleted').waitFor();
  await page.getByText('No Postgres cluster yet').waitFor();
});

test('a web service with variables, volumes and mounts is made without JavaScript', async () => {
  const { page } = await home.visit({ javaScriptEnabled: false, allowing: /400|42/ });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'plain')}`;
  await enableBattery(page, at, 'traditional_services');
  await page.goto(`${at}/services/new`);
  await page.getByLabel('Name', { exact: true }).first().fill('shop');
  await page.getByLabel('Image').fill('nginx:1.29');
  await page.getByRole('button', { name: /^small/ }).click();
  expect(await page.getByLabel('CPU limit').inputValue()).toBe('2');
  expect(await page.getByLabel('Image').inputValue()).toBe('nginx:1.29');
  await page.getByRole('button', { name: 'Add variable' }).click();
  await page.getByRole('textbox', { name: 'Variable' }).fill('DSN');
  await page.getByLabel('Comes from').selectOption('secret');
  await page.getByLabel('Its name').fill('cloudnative-pg.pg-orders.app');
  await page.getByLabel('Key').fill('dsn');
  await page.getByRole('button', { name: 'Add volume' }).click();
  await page.getByRole('group', { name: 'volume 1' }).getByLabel('Name', { exact: true }).fill('scratch');
  await page.getByRole('button', { name: 'Add mount' }).click();
  await page.getByRole('textbox', { name: 'Volume', exact: true }).fill('nothing');
  await page.getByRole('button', { name: 'Create web service' }).click();
  await page.getByText('There is no volume named "nothing"').waitFor();
  await page.getByRole('textbox', { name: 'Volume', exact: true }).fill('scratch');
  await page.getByRole('button', { name: 'Create web service' }).click();
  await page.getByText('shop is on its way').waitFor();
  await page.getByText('web (nginx:1.29)').waitFor();
});

test('rows are taken away again, and Enter in a field creates instead of removing one', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'rows')}`;
  await page.goto(`${at}/postgres/new`);
  for (const name of ['one', 'two']) {
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.getByLabel('User name').last().fill(name);
  }
  await page.getByRole('button', { name: 'Remove user 2' }).click();
  expect(await page.getByLabel('User name').nth(1).inputValue()).toBe('two');
  await page.getByLabel('Name', { exact: true }).fill('rows');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  await page.getByText('rows is on its way').waitFor();
  await page.getByText('app (login); two (login)').waitFor();
});

test('a backup that the cluster reported becomes a new cluster like the one it is of', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'restore');
  const at = `/installations/${id}`;
  await callApi(page, 'PUT', `${at}/batteries/cloudnative_pg_barman`, { withNeeds: true, config: { bucket: 'acme-backups' } });
  await page.goto(`${at}/postgres/new`);
  await page.getByLabel('Name', { exact: true }).fill('orders');
  await page.getByLabel('Storage', { exact: true }).fill('3 GiB');
  await page.getByLabel('User name').fill('clerk');
  await page.getByLabel('Owner').fill('clerk');
  await page.getByRole('button', { name: 'Create Postgres cluster' }).click();
  await page.getByText('orders is on its way').waitFor();
  // As the agent's report leaves it.
  const backups = [{ name: 'pg-orders-1', namespace: 'battery-data', cluster: 'pg-orders' }];
  const facts = { kubernetesVersion: 'v1', nodes: [], storageClasses: [], loadBalancers: {}, podCount: 0, backups };
  const client = new pg.Client({ connectionString: home.stack().ownerUrl });
  await client.connect();
  await client.query('update installations set facts = $2, summary_facts = $3 where id = $1', [
    toUuid('installation', id),
    facts,
    { backups },
  ]);
  await client.end();
  await page.reload();
  await page.getByRole('link', { name: 'Restore pg-orders-1' }).click();
  expect(await page.getByLabel('Start from').inputValue()).toBe('pg-orders-1');
  expect(await page.getByLabel('Storage', { exact: true }).inputValue()).toBe('3 GiB');
  expect(await page.getByLabel('Owner').inputValue()).toBe('clerk');
  await page.getByLabel('Name', { exact: true }).fill('orders-again');
  await page.getByRole('button', { name: 'Create Postgres cluster' }).click();
  await page.getByText('orders-again is on its way').waitFor();
  await page.getByText('the backup pg-orders-1').waitFor();
});

test('a name that is taken is said at the name, and what was typed stays', async () => {
  const { page } = await home.visit({ allowing: /409|42/ });
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'twice')}`;
  for (const expected of ['is on its way', 'There is already a Postgres cluster named "orders"']) {
    await page.goto(`${at}/postgres/new`);
    await page.getByLabel('Name', { exact: true }).fill('orders');
    await page.getByLabel('Instances').fill('2');
    await page.getByRole('button', { name: 'Create Postgres cluster' }).click();
    await page.getByText(expected).first().waitFor();
  }
  expect(await page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Instances').inputValue()).toBe('2');
});

test('a viewer sees what there is, and nothing that would be refused', async () => {
  const owner = await home.visit();
  await signUp(owner.page, { org: 'Shared' });
  const at = `/installations/${await createInstallation(owner.page, 'shared')}`;
  const viewer = await home.visit();
  const { email } = await signUp(viewer.page);
  await owner.page.goto('/members');
  await owner.page.getByLabel('E-mail').fill(email);
  await owner.page.getByLabel('Role', { exact: true }).selectOption('viewer');
  await owner.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await viewer.page.goto(await owner.page.locator('figure code').innerText());
  await viewer.page.getByRole('button', { name: 'Accept the invitation' }).click();
  await viewer.page.getByRole('link', { name: 'shared' }).waitFor();
  await viewer.page.goto(`${at}/postgres/new`);
  await viewer.page.getByText('You may look at this, not change it').waitFor();
  expect(await viewer.page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
  expect(await viewer.page.getByRole('button', { name: 'Create Postgres cluster' }).count()).toBe(0);
  await viewer.page.goto(`${at}/batteries`);
  await viewer.page.getByRole('link', { name: 'Look at PostgreSQL' }).waitFor();
  expect(await viewer.page.getByRole('link', { name: /^Enable/ }).count()).toBe(0);
});
