// Links the Node 24 that ships as an npm package as node_modules/.bin/node, so that every npm script and every
// `#!/usr/bin/env node` tool of this repository runs it, whatever the host has. Root lifecycle scripts always run.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packageName = `node-${process.platform}-${process.arch}`;
const binary = join(root, 'node_modules', packageName, 'bin', 'node');
const link = join(root, 'node_modules', '.bin', 'node');

if (existsSync(binary)) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(join('..', packageName, 'bin', 'node'), link);
} else if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Home Base runs on Node 24. There is no ${packageName} package here and this is Node ${process.versions.node}: install Node 24.`,
  );
  process.exit(1);
}
