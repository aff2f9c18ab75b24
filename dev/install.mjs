// Built-ins only: runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The Node 24 that dev/link-node.mjs linked, else this one. */
export function node24() {
  const linked = join(root, 'node_modules', '.bin', 'node');
  return existsSync(linked) ? linked : process.execPath;
}

/** The environment in which every tool of this repository finds Node 24 first, also when it was started without npm. */
export function toolEnv() {
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` };
}

/** `npm ci` unless what is installed is what package-lock.json says. */
export async function installDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = join(root, 'node_modules', '.home-base-lock');
  if (existsSync(join(root, 'node_modules', '.bin', 'wrangler')) && (!existsSync(stamp) || readFileSync(stamp, 'utf8') === lock)) {
    if (!existsSync(stamp)) writeFileSync(stamp, lock);
    return;
  }
  console.log('… installing dependencies (npm ci; a minute or two, once)');
  const began = Date.now();
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error('npm ci failed: read the lines above. Home Base needs to reach the npm registry once.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
  console.log(`✓ dependencies installed  ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
