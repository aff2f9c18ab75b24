import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Resource } from '@home-base/schema/kube/resource.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import { compareRenderings } from './compare.ts';
import { report } from './report.ts';

const help = `npm run catalog:diff -- OLD NEW [--usage U] [--provider P] [--size S]

Renders the catalog of two git commits, each with its own code, and prints what differs: resources, what roles may do, and the schemas of
definitions (CRDs). Everything that the catalog can make is rendered (catalog:render --full), or what commits that cannot do that yet make by default.

Set HOME_BASE_UPSTREAM to a mirror of upstream's files to compare the true definitions; without it both sides have stand-ins, whose schemas say
nothing. The packages are those that are installed here, whatever the commits ask for. What is not committed is not looked at.

Exit status, as of diff: 0 no differences, 1 differences, 2 trouble.
`;

class Trouble extends Error {}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      usage: { type: 'string', default: 'kitchen_sink' },
      provider: { type: 'string', default: 'kind' },
      size: { type: 'string', default: 'small' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [old, next, ...others] = positionals;
  if (!old || !next || others.length > 0) throw new Trouble(help);
  const folder = mkdtempSync(join(tmpdir(), 'home-base-catalog-diff-'));
  try {
    const [before, after] = [checkOut(old, join(folder, 'old')), checkOut(next, join(folder, 'new'))];
    const full = before.canBeFull && after.canBeFull ? ['--full'] : [];
    const args = ['--usage', values.usage, '--provider', values.provider, '--size', values.size, ...full];
    const text = report(compareRenderings(render(before, args), render(after, args)));
    if (text) process.stdout.write(text);
    return text ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As much of a resource as its key is made of. */
const Rendered = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().exactOptional() }),
});

type Checkout = { commit: string; folder: string; canBeFull: boolean };

/** The files of a commit, with the packages of this checkout; packages of the repository itself are the commit's own. */
function checkOut(commit: string, folder: string): Checkout {
  const root = git(['rev-parse', '--show-toplevel']).toString().trim();
  mkdirSync(folder);
  execFileSync('tar', ['-x', '-C', folder], { input: git(['archive', '--format=tar', verified(commit)], root) });
  link(join(root, 'node_modules'), folder);
  const cli = join(folder, 'catalog/render-cli.ts');
  if (!existsSync(cli)) throw new Trouble(`${commit} has no catalog/render-cli.ts: it is older than what can be compared`);
  return { commit, folder, canBeFull: readFileSync(cli, 'utf8').includes('full: {') };
}

function verified(commit: string): string {
  try {
    return git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`])
      .toString()
      .trim();
  } catch {
    throw new Trouble(`there is no commit "${commit}" in this repository`);
  }
}

function git(args: string[], cwd = process.cwd()): Buffer {
  return execFileSync('git', args, { cwd, maxBuffer: 1 << 30 });
}

const own = '@home-base';

function link(packages: string, folder: string): void {
  const target = join(folder, 'node_modules');
  mkdirSync(join(target, own), { recursive: true });
  for (const name of existsSync(packages) ? readdirSync(packages) : [])
    if (name !== own) symlinkSync(join(packages, name), join(target, name));
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'node_modules',
  ))
    if (existsSync(join(folder, name, 'package.json'))) symlinkSync(join(folder, name), join(target, own, name));
}

function render({ commit, folder }: Checkout, args: string[]): Resource[] {
  const out = join(folder, 'rendered');
  try {
    execFileSync(process.execPath, ['catalog/render-cli.ts', ...args, '--out', out], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    // A battery that fails alone leaves the others rendered.
    if (!existsSync(out)) throw new Trouble(`the catalog of ${commit} cannot be rendered: ${said}`);
    console.error(`${commit}: ${said}`);
  }
  return readdirSync(out).map((file) => Rendered.parse(parse(readFileSync(join(out, file), 'utf8'), { version: '1.1' })));
}

// Last: what main uses must be there.
try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Trouble ? error.message : error);
  process.exitCode = 2;
}
