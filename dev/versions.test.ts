import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { versions } from './versions.ts';

const goMod = (folder: string) => readFileSync(join(import.meta.dirname, 'kube', folder, 'go.mod'), 'utf8');

it('builds from source the very versions that it would download', () => {
  expect(goMod('.')).toMatch(new RegExp(`k8s.io/kubernetes v${versions.kubernetes}(\\s|$)`, 'm'));
  expect(goMod('etcd')).toMatch(new RegExp(`go.etcd.io/etcd/server/v3 v${versions.etcd}(\\s|$)`, 'm'));
  expect(goMod('kwok')).toMatch(new RegExp(`sigs.k8s.io/kwok v${versions.kwok}(\\s|$)`, 'm'));
});

it('replaces every Kubernetes module by its twin of the same release', () => {
  const replaced = goMod('.').split('replace (')[1]?.trim().split('\n').slice(0, -1) ?? [];
  const twin = versions.kubernetes.replace(/^1\./, '0.');
  expect(replaced.length).toBeGreaterThan(25);
  for (const line of replaced) expect(line.trim()).toMatch(new RegExp(`^(k8s\\.io/\\S+) => \\1 v${twin}$`));
});
