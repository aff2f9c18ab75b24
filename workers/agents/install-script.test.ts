import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderInstallScript } from './install-script.ts';
import { oneLiner } from './one-liner.ts';

const run = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), 'install-'));
const token = 'T'.repeat(43);
const root = 'a'.repeat(64);
let url: string;
/** Home Base as far as the script sees it, and a kubectl that writes down what it is given. */
const server = http.createServer((req, res) => {
  if (req.url === '/install.sh') return void res.end(renderInstallScript(url));
  const allowed = req.url === '/v1/agent/manifest.yaml' && req.headers.authorization === `Bearer ${token}`;
  res.writeHead(allowed ? 200 : 401).end(allowed ? '---\nkind: Namespace' : '');
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  writeFileSync(join(dir, 'kubectl'), `#!/bin/sh\nif [ "$1" = apply ]; then cat > '${dir}/applied'; echo "$@" > '${dir}/arguments'; fi\n`);
  chmodSync(join(dir, 'kubectl'), 0o755);
});
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

const paste = (line: string) => run('sh', ['-c', line], { env: { PATH: `${dir}:${process.env.PATH}` }, timeout: 20_000 });

describe('the pasted line', () => {
  it('applies the manifest with the token and the root that were pasted', async () => {
    const { stdout } = await paste(oneLiner(url, token, root));
    expect(stdout).toContain('Installing the Home Base agent');
    expect(readFileSync(join(dir, 'applied'), 'utf8')).toBe(
      `---\nkind: Namespace\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: agent-enrolment\n  namespace: home-base\nstringData:\n  token: ${token}\n  root-sha256: ${root}\n`,
    );
    expect(readFileSync(join(dir, 'arguments'), 'utf8')).toMatch(/^apply --server-side .*-f -\n$/);
  });

  it('stops with a reason at a cut line, a spent token and no kubectl', async () => {
    rmSync(join(dir, 'applied'));
    await expect(paste(oneLiner(url, token, root.slice(1)))).rejects.toThrow(/sha256 of the trusted root/);
    await expect(paste(oneLiner(url, `${token}"; rm -rf x`, root))).rejects.toThrow();
    await expect(paste(oneLiner(url, 'U'.repeat(43), root))).rejects.toThrow(/token may be used/);
    await expect(paste(`export KUBECTL=no-such-kubectl; ${oneLiner(url, token, root)}`)).rejects.toThrow(/kubectl is needed/);
    expect(() => readFileSync(join(dir, 'applied'))).toThrow();
  });
});
