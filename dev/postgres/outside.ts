// Folders below the system's temporary one, for what the user Postgres runs as must reach and the caller's own folder does not let it.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DATA = 'home-base-data';

/** The folder that stands for `path`; the same for the same path. Refuses one that another user made. */
export function outsideDir(prefix: string, path: string): string {
  const dir = join(tmpdir(), `${prefix}-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`);
  if (existsSync(dir)) {
    const info = lstatSync(dir);
    if (!info.isDirectory() || info.uid !== process.getuid?.()) throw new Error(`${dir} belongs to another user: remove it`);
  }
  return dir;
}

/** Where the data of `wanted` is kept instead, as long as the file `keepWhile` exists; it must exist by now. `isNew` clears what an earlier one left. */
export function outsideDataDir(wanted: string, { keepWhile, isNew }: { keepWhile: string; isNew: boolean }): string {
  sweep();
  const dir = outsideDir(DATA, wanted);
  if (isNew) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755);
  writeFileSync(join(dir, 'keep-while'), keepWhile);
  return join(dir, 'data');
}

/** Whoever removed the folder that they chose meant the data too: it goes at the next start of any Postgres of ours. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(DATA))) {
    const keepWhile = join(tmpdir(), name, 'keep-while');
    if (!existsSync(keepWhile) || lstatSync(keepWhile).uid !== process.getuid?.()) continue;
    if (!existsSync(readFileSync(keepWhile, 'utf8'))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
