// `npm run verify`: everything that can be known of a change in seconds, without a database or a cluster.
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { toolEnv } from './install.mjs';

const checks = [
  { name: 'route types', command: ['react-router', 'typegen'], first: true },
  { name: 'types', command: ['tsc', '--noEmit'] },
  {
    name: 'format, lint, import rules, cycles',
    command: ['biome', 'ci', '--diagnostic-level=warn', '--max-diagnostics=50', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.'],
  },
  { name: 'dead code and unused dependencies', command: ['knip', '--no-progress'] },
  { name: 'the table of batteries', command: ['node', 'catalog/docs-cli.ts', '--check'] },
  { name: 'links and paths in documents', command: ['node', 'dev/check-docs.ts'] },
];

function run({ name, command }) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command[0], command.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...toolEnv(), ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ name, ok: false, output: error.message, seconds: 0 }));
    child.on('close', (code) => resolve({ name, ok: code === 0, output, seconds: (performance.now() - started) / 1000 }));
  });
}

const results = [];
for (const check of checks.filter((each) => each.first)) results.push(await run(check));
results.push(...(await Promise.all(checks.filter((each) => !each.first).map(run))));
for (const { name, ok, output, seconds } of results) {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
}
const failed = results.filter((result) => !result.ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
