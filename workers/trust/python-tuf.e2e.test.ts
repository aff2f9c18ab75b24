import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tufRoots } from '@home-base/schema/db/tables.ts';
import type { Id } from '@home-base/schema/ids/id.ts';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createApiKey } from '../api-keys/create.ts';
import type { Ctx } from '../context.ts';
import { withSystem } from '../db/with-system.ts';
import { publish } from '../publish/publish.ts';
import { makeInstallation } from '../publish/testing/installation.ts';
import { startEdge, type TestEdge } from '../testing/edge.ts';
import { useWorld } from '../testing/use-world.ts';

const run = promisify(execFile);
const { world, org } = useWorld();
const audit = fileURLToPath(new URL('./audit.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'python-tuf-'));
/** Kept between runs: making it needs PyPI. */
const venv = join(tmpdir(), 'home-base-python-tuf-7.0.1');

/** python-tuf, or why it cannot be had here. */
async function findPython(): Promise<{ python: string } | { absent: string }> {
  const python = join(venv, 'bin', 'python3');
  try {
    if (!existsSync(python)) await run('python3', ['-m', 'venv', venv], { timeout: 60_000 });
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'tuf==7.0.1'], { timeout: 120_000 });
    return { python };
  } catch (error) {
    return { absent: error instanceof Error ? error.message.slice(0, 300) : String(error) };
  }
}
const found = await findPython();
if ('absent' in found) console.warn(`python-tuf does not audit here: ${found.absent}`);

let edge: TestEdge;
let system: Ctx;
let installationId: Id<'installation'>;
beforeAll(async () => {
  const { tufKeys, proxy } = inject('server');
  world().env.TUF_KEYS = tufKeys;
  system = world().ctx({ type: 'system', reason: 'test' });
  edge = await startEdge({ DATABASE_URL: world().env.DATABASE_URL, NEON_PROXY: proxy, TUF_KEYS: tufKeys });
  installationId = await makeInstallation(system, org(), ['battery_core', 'redis']);
  await publish(system, installationId);
});
afterAll(async () => {
  await edge?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function auditWith(python: string, key: string): Promise<unknown> {
  const rootFile = join(folder, 'root.json');
  const [root] = await withSystem(system, 'test', (tx) => tx.select().from(tufRoots).where(eq(tufRoots.version, 1)));
  writeFileSync(rootFile, root?.body ?? '');
  const { stdout } = await run(python, [audit, edge.url, installationId, rootFile, folder], {
    env: { ...process.env, HOME_BASE_API_KEY: key },
    timeout: 30_000,
  });
  return JSON.parse(stdout);
}

describe.skipIf('absent' in found)('python-tuf', () => {
  it('refreshes an installation with a viewer’s key and downloads the manifest, a page and a blob', async () => {
    const python = 'python' in found ? found.python : '';
    const { secret } = await createApiKey(org().as('owner'), { name: 'auditor', role: 'viewer' });
    expect(await auditWith(python, secret)).toMatchObject({ version: 1, installation: installationId, name: expect.any(String) });
    // Again over what it trusts now: a newer snapshot is followed.
    const timestamp = async () =>
      (
        await edge.fetch(`/v1/installations/${installationId}/tuf/timestamp.json`, { headers: { authorization: `Bearer ${secret}` } })
      ).text();
    const before = await timestamp();
    const { secret: ownerKey } = await createApiKey(org().as('owner'), { name: 'editor', role: 'owner' });
    expect(
      (await edge.fetch(`/v1/installations/${installationId}/pause`, { method: 'POST', headers: { authorization: `Bearer ${ownerKey}` } }))
        .status,
    ).toBe(200);
    await vi.waitFor(async () => expect(await timestamp()).not.toBe(before), { timeout: 10_000, interval: 50 });
    expect(await auditWith(python, secret)).toMatchObject({ version: 2 });
    expect(JSON.parse(readFileSync(join(folder, 'metadata', 'timestamp.json'), 'utf8')).signed['x-installation']).toBe(installationId);
    await expect(auditWith(python, `${secret.slice(0, -3)}zzz`)).rejects.toThrow(/401/);
  });
});
