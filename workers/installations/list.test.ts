import { installations } from '@home-base/schema/db/tables.ts';
import { Client } from '@neondatabase/serverless';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { withSystem } from '../db/with-system.ts';
import { useWorld } from '../testing/use-world.ts';
import { createInstallation } from './create.ts';
import { getInstallation } from './get.ts';
import { listInstallations } from './list.ts';

const { org } = useWorld();

test('a list shows what each installation shows alone, and leaves the facts, which may be megabytes each, in the database', async () => {
  const owner = org().as('owner');
  const { id } = await createInstallation(owner, { name: 'big', usage: 'development', provider: 'kind' });
  const facts = { kubernetesVersion: 'told-by-its-agent', nodes: [], storageClasses: [], podCount: 0 };
  const summaryFacts = { ingressAddresses: ['told-by-its-agent'], readyIssuers: [], backups: [] };
  await withSystem(owner, 'facts of a test', (tx) => tx.update(installations).set({ facts, summaryFacts }).where(eq(installations.id, id)));
  const query = vi.spyOn(Client.prototype, 'query');
  const { items } = await listInstallations(owner, { limit: 10 });
  const answers = JSON.stringify(await Promise.all(query.mock.results.map(({ value }) => value)));
  query.mockRestore();
  expect(answers).toContain('big');
  expect(answers).not.toContain('told-by-its-agent');
  expect(items).toEqual([await getInstallation(owner, { installationId: id })]);
});
