// Fails when a document links to, or names in backticks, a path of this repository that is not there.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rooms = ['schema', 'catalog', 'workers', 'web', 'agent', 'dev', 'bench', 'docs', '.ci'];

function documents(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'build' || (entry.name.startsWith('.') && entry.name !== '.ci')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? documents(path) : entry.name.endsWith('.md') ? [path] : [];
  });
}

const isRepositoryPath = (text: string) =>
  rooms.some((room) => text.startsWith(`${room}/`)) && /^[\w./\-[\]$]+$/.test(text) && !text.includes('...');

/** What a build or a run writes is git-ignored, and named in documents all the same. */
const isGenerated = (path: string) => spawnSync('git', ['check-ignore', '-q', path], { cwd: root }).status === 0;

const problems: string[] = [];
for (const document of documents(root)) {
  const text = readFileSync(document, 'utf8');
  const where = relative(root, document);
  for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g))
    if (target && !/^[a-z]+:/.test(target) && !existsSync(join(dirname(document), target)))
      problems.push(`${where}: the link ${target} leads nowhere`);
  for (const [, path] of text.matchAll(/`([^`\s]+)`/g))
    if (path && isRepositoryPath(path) && !existsSync(join(root, path)) && !isGenerated(path))
      problems.push(`${where}: there is no ${path}`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
