import { toUuid } from '@home-base/schema/ids/id.ts';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

test('held removals are announced, approved together, and data only by its box and the name', async () => {
  const { page } = await home.visit();
  await signUp(page);
  const id = await createInstallation(page, 'tidy');
  const at = `/installations/${id}`;
  await page.goto(`${at}/resources`);
  await page.getByRole('table', { name: 'Resources' }).waitFor();
  // Rows as the agent's reports leave them.
  const client = new pg.Client({ connectionString: home.stack().ownerUrl });
  await client.connect();
  await client.query(
    `insert into resource_statuses (org_id, installation_id, key, "group", kind, namespace, name, state, health)
     select i.org_id, i.id, k.key, '', split_part(k.key, '/', 2), 'x', split_part(k.key, '/', 4), 'held', 'unknown' from installations i,
       (select 'core/ConfigMap/x/map-' || n as key from generate_series(1, 3) n union select 'core/PersistentVolumeClaim/x/files') k where i.id = $1`,
    [toUuid('installation', id)],
  );
  await client.end();
  await page.goto(at);
  await page.getByText('4 removals are held back').waitFor();
  await page.getByRole('link', { name: 'Look at them' }).click();
  const rest = page.locator('form', { has: page.getByRole('list', { name: 'Hold no data' }) });
  await rest.getByRole('button', { name: 'Approve these removals' }).click();
  await rest.getByText('Type tidy to confirm').first().waitFor();
  await rest.getByRole('textbox').fill('tidy');
  await rest.getByRole('checkbox', { name: 'ConfigMap map-2 in x' }).uncheck();
  await rest.getByRole('button', { name: 'Approve these removals' }).click();
  await page.getByText('2 removals approved').waitFor();
  expect(await rest.getByRole('checkbox').count()).toBe(1);
  const data = page.locator('form', { has: page.getByRole('list', { name: 'May hold data' }) });
  await data.getByRole('textbox').fill('tidy');
  await data.getByRole('button', { name: 'Delete these with their data' }).click();
  await data.getByText('Choose at least one').waitFor();
  await data.getByRole('checkbox').check();
  await data.getByRole('button', { name: 'Delete these with their data' }).click();
  await page.getByText('1 removal approved').waitFor();
  await page.goto(`${at}/removals`);
  expect(await page.getByRole('checkbox').count()).toBe(1);
  await page.getByRole('heading', { name: 'Approved' }).waitFor();
});
