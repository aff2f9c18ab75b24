import { toUuid } from '@home-base/schema/ids/id.ts';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

/** Rows as the agent's reports leave them. */
async function store(installationId: string, sql: string) {
  const client = new pg.Client({ connectionString: home.stack().ownerUrl });
  await client.connect();
  try {
    await client.query(sql.replaceAll('$ID', `'${toUuid('installation', installationId)}'::uuid`));
  } finally {
    await client.end();
  }
}

test('resources are found by filter and text, paged, and each shows its YAML and who belongs to it', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const at = `/installations/${await createInstallation(page, 'find')}`;
  await page.goto(`${at}/resources`);
  await page.getByRole('table', { name: 'Resources' }).waitFor();
  await page.getByLabel('Kind').selectOption('Deployment');
  await page.waitForURL(/kind=Deployment/);
  await page.getByRole('heading', { name: /^\d resources$/ }).waitFor();
  expect(await page.getByText('CustomResourceDefinition').count()).toBe(1);
  await page.getByLabel('Search by name').fill('METALLB');
  await page.waitForURL(/text=METALLB/);
  await page.getByRole('heading', { name: '1 resource' }).waitFor();
  await page.getByRole('link', { name: 'metallb-controller' }).click();
  await page.getByText('It is published and will be applied next.').waitFor();
  await page.getByRole('link', { name: 'the battery MetalLB' }).waitFor();
  await page.locator('.cm-editor').getByText('metallb-controller').first().waitFor();
  await page.getByRole('link', { name: 'added by snapshot 1' }).waitFor();
});

test('why something is not healthy is said in words: what it waits for as a tree, who changed which field', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'why');
  const at = `/installations/${id}`;
  await page.goto(`${at}/resources`);
  await page.getByRole('table', { name: 'Resources' }).waitFor();
  await store(
    id,
    `update resource_statuses set state = 'waiting', waits_for = 'core/Namespace/-/battery-base' where installation_id = $ID and key = 'apps/Deployment/battery-base/metallb-controller';
     update resource_statuses set state = 'failed', message = 'quota exceeded' where installation_id = $ID and key = 'core/Namespace/-/battery-base';
     update resource_statuses set state = 'applied', health = 'healthy', drift = '{"kind":"changed","fields":["spec.replicas"],"manager":"kubectl-edit","at":"2026-01-01T00:00:00Z","action":"reverted"}'
       where installation_id = $ID and key = 'apps/Deployment/battery-core/cloudnative-pg'`,
  );
  await page.goto(`${at}/resources/apps/Deployment/battery-base/metallb-controller`);
  await page.getByText('It waits for Namespace battery-base').waitFor();
  const tree = page.getByRole('list', { name: 'What waits for what' });
  await tree.getByText('quota exceeded').waitFor();
  await tree.getByRole('link', { name: 'Namespace battery-base' }).click();
  await page.getByText('The API server did not accept it.').waitFor();
  await page.goto(`${at}/resources/apps/Deployment/battery-core/cloudnative-pg`);
  await page.getByText('kubectl-edit changed it; the agent put it back.').waitFor();
  await page.getByText('spec.replicas', { exact: true }).waitFor();
});

test('50,000 resources: every page comes quickly, and paging reaches what the first page does not show', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'large');
  const at = `/installations/${id}`;
  await page.goto(`${at}/resources`);
  await page.getByRole('table', { name: 'Resources' }).waitFor();
  await store(
    id,
    `insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, owner, battery, state, health)
     select i.org_id, i.id, 'core/ConfigMap/many/map-' || lpad(n::text, 5, '0'), '', 'ConfigMap', 'many', 'map-' || lpad(n::text, 5, '0'), null, 'battery_core', 'applied', 'healthy'
     from installations i, generate_series(1, 50000) n where i.id = $ID;
     analyze resource_statuses`,
  );
  await page.goto(`${at}/resources?kind=ConfigMap&namespace=many`);
  await page.getByRole('heading', { name: '50,000 resources' }).waitFor();
  await page.getByRole('link', { name: 'map-00100' }).waitFor();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByRole('link', { name: 'map-00101' }).waitFor();
  await page.getByRole('link', { name: 'First page' }).waitFor();
});
