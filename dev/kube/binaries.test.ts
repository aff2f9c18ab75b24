import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findKubeBinaries, kubeCacheDir } from './binaries.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-binaries-'));
afterAll(() => rmSync(dir, { recursive: true }));

function program(folder: string, name: string, output: string): string {
  const path = join(dir, folder, name);
  mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${output}'\n`);
  chmodSync(path, 0o755);
  return path;
}

it('takes KUBEBUILDER_ASSETS before PATH, and from PATH only the pinned version', async () => {
  const etcd = program('assets', 'etcd', 'etcd Version: 3.5.0');
  program('path', 'etcd', 'etcd Version: 3.6.7');
  const kubectl = program('path', 'kubectl', 'Client Version: v1.36.3');
  program('path', 'kube-apiserver', 'Kubernetes v1.36.30');
  program('path', 'kube-scheduler', 'Kubernetes v1.35.3');
  const env = { KUBEBUILDER_ASSETS: join(dir, 'assets'), PATH: join(dir, 'path'), XDG_CACHE_HOME: join(dir, 'cache') };
  expect(await findKubeBinaries(env)).toEqual({ etcd, kubectl });
});

it('keeps its own under XDG_CACHE_HOME, one folder for each set of versions', async () => {
  const env = { PATH: '', XDG_CACHE_HOME: join(dir, 'cache2') };
  mkdirSync(kubeCacheDir(env), { recursive: true });
  writeFileSync(join(kubeCacheDir(env), 'kwok'), '', { mode: 0o755 });
  expect(await findKubeBinaries(env)).toEqual({ kwok: join(kubeCacheDir(env), 'kwok') });
  expect(readdirSync(join(dir, 'cache2', 'home-base', 'kube'))).toEqual(['1.36.3-etcd-3.6.7-kwok-0.8.0']);
});
