import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findGo } from '@home-base/dev/kube/go-build.ts';
import { runCommand } from './run-command.ts';

/** Tools that are compared with and come as Go source: Flux's apply engine behind a small main of ours, and helm. Pinned in go/go.mod. */
const packages = { 'flux-apply': './flux-apply', helm: 'helm.sh/helm/v3/cmd/helm' } as const;
type GoTool = keyof typeof packages;

const folder = join(import.meta.dirname, 'go');
const buildTimeoutMs = 300_000;

export type GoTools = { paths: Partial<Record<GoTool, string>>; versions: Partial<Record<GoTool, string>>; missing?: string };

/** Builds what is not in the cache (about two minutes each, once). Without Go, or when a build fails, it says why and the rows are left out. */
export async function ensureGoTools(detail: (text: string) => void): Promise<GoTools> {
  const pins = readFileSync(join(folder, 'go.mod'), 'utf8');
  const versionOf = (module: string) => new RegExp(`${module} (v[\\w.+-]+)`).exec(pins)?.[1];
  const versions = {
    'flux-apply': `fluxcd/pkg/ssa ${versionOf('github.com/fluxcd/pkg/ssa')}`,
    helm: `helm ${versionOf('helm.sh/helm/v3')}`,
  };
  const stamp = createHash('sha256')
    .update(pins)
    .update(readFileSync(join(folder, 'flux-apply', 'main.go')))
    .digest('hex')
    .slice(0, 12);
  const dir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'home-base', 'bench', stamp);
  mkdirSync(dir, { recursive: true });
  const paths: GoTools['paths'] = {};
  try {
    for (const name of Object.keys(packages) as GoTool[]) {
      const path = join(dir, name);
      if (!existsSync(path)) await buildTool(name, path, detail);
      paths[name] = path;
    }
    return { paths, versions };
  } catch (error) {
    return { paths, versions, missing: error instanceof Error ? error.message : String(error) };
  }
}

async function buildTool(name: GoTool, path: string, detail: (text: string) => void): Promise<void> {
  const go = findGo();
  if (!go) throw new Error('there is no Go on this machine to build helm and Flux’s engine');
  detail(`building ${name} (once)`);
  const partial = `${path}.partial-${process.pid}`;
  await runCommand(go, ['build', '-mod=readonly', '-buildvcs=false', '-trimpath', '-o', partial, packages[name]], {
    cwd: folder,
    env: { CGO_ENABLED: '0', GOWORK: 'off' },
    timeoutMs: buildTimeoutMs,
  });
  renameSync(partial, path);
}
