import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolEnv } from './install.mjs';
import { waitForLock } from './process/file-lock.ts';

const sources = ['schema', 'catalog', 'workers', 'web'];
const single = ['package-lock.json', 'vite.config.ts', 'react-router.config.ts', 'wrangler.toml'];

/** The production build of Worker and web in `build/`, made only when a source changed. Returns true when it was made. */
export async function buildWorker(): Promise<boolean> {
  const lock = await waitForLock(join(root, 'node_modules', '.home-base-build.lock'), 300_000, () => undefined);
  try {
    const stampPath = join(root, 'build', '.stamp');
    const stamp = sourceStamp();
    if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return false;
    await run('react-router', ['build']);
    writeFileSync(stampPath, stamp);
    return true;
  } finally {
    lock.release();
  }
}

function sourceStamp(): string {
  const hash = createHash('sha256');
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') visit(path);
      } else if (!/\.test\.tsx?$|golden/.test(entry.name)) hash.update(path).update(readFileSync(join(root, path)));
    }
  };
  for (const folder of sources) visit(folder);
  for (const file of single) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...toolEnv(), CI: '1', NODE_ENV: 'production' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed:\n${output.slice(-6000)}`)),
    );
  });
}
