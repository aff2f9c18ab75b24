import { spawn } from 'node:child_process';
import { accessSync, constants, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { guard } from '../process/guard.ts';
import { binarySource, type KubeBinary } from '../versions.ts';

/** The go command: PATH, else where its installer puts it. */
export function findGo(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const dirs = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/local/go/bin'];
  return dirs
    .map((dir) => join(dir, 'go'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Builds one binary from the pinned modules (go.sum checks every byte of source) and puts it at `path` when it is whole. */
export async function buildFromSource(go: string, name: KubeBinary, path: string, setDetail: (detail: string) => void): Promise<void> {
  const { build } = binarySource(name);
  const partial = `${path}.partial-${process.pid}`;
  const set = Object.entries(build.set).map(([variable, value]) => `-X ${variable}=${value}`);
  const args = [
    'build',
    '-mod=readonly',
    '-buildvcs=false',
    '-trimpath',
    '-ldflags',
    ['-s -w', ...set].join(' '),
    '-o',
    partial,
    build.package,
  ];
  const child = spawn(go, args, {
    cwd: join(import.meta.dirname, build.folder),
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const watch = child.pid === undefined ? undefined : guard(child.pid, 'TERM');
  let tail = '';
  child.stderr.on('data', (chunk: Buffer) => {
    tail = (tail + chunk).slice(-4000);
    const line = tail.trimEnd().split('\n').at(-1);
    if (line?.startsWith('go: downloading')) setDetail(line.slice('go: '.length));
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => watch?.release());
  if (code !== 0) {
    rmSync(partial, { force: true });
    throw new Error(
      `building ${name} failed (${go} ${args.slice(0, 1).join(' ')} in dev/kube/${build.folder}, exit code ${code}):\n${tail.trim().split('\n').slice(-12).join('\n')}`,
    );
  }
  renameSync(partial, path);
}
