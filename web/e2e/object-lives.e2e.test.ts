import { type ObjectCollection, objectCollections, objectKinds } from '@home-base/catalog/objects/object-kinds.ts';
import { getBattery } from '@home-base/catalog/registry.ts';
import { objectPlaces } from '@home-base/web/parts/objects/places.ts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { callApi, createInstallation, signUp, useHomeBase } from './browser.ts';

const home = useHomeBase();

type Life = {
  /** What has to be there first, made through the API. */
  before?: (page: Page, at: string) => Promise<void>;
  /** Beside the name. */
  fill?: (page: Page) => Promise<void>;
  change: (page: Page) => Promise<void>;
  /** What its page says after the change. */
  changed: string | RegExp;
};

const set = (label: string, value: string) => (page: Page) => page.getByLabel(label, { exact: true }).fill(value);

const lives: { [C in ObjectCollection]: Life } = {
  postgresClusters: { change: set('Instances', '3'), changed: /^3 × / },
  redisInstances: { change: set('Memory limit', '768 MiB'), changed: /768 MiB/ },
  ferretServices: {
    before: async (page, at) => {
      await callApi(page, 'POST', `${at}/postgres-clusters`, {
        name: 'main',
        documentdb: true,
        storageBytes: 1024 ** 3,
        cpuRequestedMillis: 500,
        cpuLimitMillis: 500,
        memoryRequestedBytes: 1024 ** 3,
        memoryLimitBytes: 1024 ** 3,
        database: { name: 'app', owner: 'app' },
        users: [{ username: 'app' }],
      });
    },
    change: set('Instances', '2'),
    changed: /^2 × /,
  },
  notebooks: { change: set('Storage', '1 GiB'), changed: /1 GiB disk/ },
  models: {
    fill: async (page) => {
      await page.getByLabel('Model', { exact: true }).selectOption('llama3.1:8b');
      await page.getByText('Llama 3.1 8b needs 4.9 GiB').first().waitFor();
      expect(await page.getByRole('button', { name: /^tiny/ }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: /^medium/ }).click();
    },
    change: set('Instances', '2'),
    changed: /^2 × /,
  },
  knativeServices: {
    fill: set('Image', 'nginx:1.29'),
    change: set('Instances at most', '5'),
    changed: /^0–5 × /,
  },
  traditionalServices: {
    fill: set('Image', 'nginx:1.29'),
    change: async (page) => {
      await page.getByRole('button', { name: 'Add shared variable' }).click();
      await page.getByRole('textbox', { name: 'Variable' }).fill('REGION');
      await page.getByRole('textbox', { name: 'Value' }).fill('north');
    },
    changed: 'REGION',
  },
  ipAddressPools: {
    fill: set('Addresses', '10.9.0.0/28'),
    change: set('Addresses', '10.9.1.0/28'),
    changed: '10.9.1.0/28',
  },
};

test.each(objectCollections)(
  '%s: from the empty list by way of its battery to one that is shown, edited and deleted',
  async (collection) => {
    const { page } = await home.visit();
    await signUp(page);
    const at = `/installations/${await createInstallation(page, 'life')}`;
    const { noun, battery, holdsData } = objectKinds[collection];
    const { before, fill, change, changed } = lives[collection];
    const list = `${at}/${objectPlaces[collection].segment}`;
    const main = page.getByRole('main');
    await before?.(page, at);
    await page.goto(list);
    const isOff = await page.getByText(`Enable ${getBattery(battery).name} first`).count();
    if (isOff) {
      await main.getByRole('link', { name: /^Enable / }).click();
      await page.getByRole('button', { name: /^Enable / }).click();
      await page.getByText(new RegExp(`^${getBattery(battery).name} is enabled`)).waitFor();
      await page.goto(list);
    }
    await main.getByRole('link', { name: `New ${noun}` }).click();
    await page.getByLabel('Name', { exact: true }).first().fill('life');
    await fill?.(page);
    await page.getByRole('button', { name: `Create ${noun}` }).click();
    await page.getByText('life is on its way').waitFor();
    await main.getByRole('heading', { level: 1, name: 'life' }).waitFor();
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor();
    await change(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('life is saved').waitFor();
    await main.getByText(changed).first().waitFor();
    await page.goto(list);
    await main.getByRole('link', { name: 'life', exact: true }).click();
    await page.getByLabel('Type life to confirm').fill('life');
    await page.getByRole('button', { name: `Delete ${noun}${holdsData ? ' and data' : ''}` }).click();
    await page.getByText('life is deleted').waitFor();
    expect(await main.getByRole('link', { name: 'life', exact: true }).count()).toBe(0);
  },
);
