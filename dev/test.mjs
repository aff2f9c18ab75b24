#!/usr/bin/env node
// `npm test`: built-ins only until everything is installed. Runs every suite, one after the other (two cores), and sums up.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies, node24, root, toolEnv } from './install.mjs';

/** Cheapest first: a broken contract shows before a browser starts. */
const suites = [
  { name: 'schema', config: 'schema/vitest.config.ts' },
  { name: 'catalog', config: 'catalog/vitest.config.ts' },
  { name: 'dev', config: 'dev/vitest.config.ts' },
  { name: 'workers', config: 'workers/vitest.config.ts' },
  { name: 'agent', config: 'agent/vitest.config.ts' },
  { name: 'web', config: 'web/vitest.config.ts' },
  { name: 'whole road', config: 'dev/e2e/vitest.config.ts' },
];

await installDependencies();
prepare();
const only = process.argv.slice(2);
const chosen = only.length > 0 ? suites.filter((suite) => only.includes(suite.name)) : suites;
const unknown = only.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`There is no suite named ${unknown.join(', ')}: choose from ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}

const results = [];
for (const suite of chosen) results.push(await run(suite));

console.log('');
for (const { name, passed, failed, skipped, seconds } of results)
  console.log(
    `${failed > 0 ? 'FAIL' : 'ok  '} ${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${String(skipped).padStart(3)} skipped  ${seconds.toFixed(0)} s`,
  );
for (const line of results.flatMap((result) => result.skippedNames)) console.log(`did not run: ${line}`);
if (!process.env.HOME_BASE_UPSTREAM)
  console.log('did not run: checks against upstream’s true CRDs (set HOME_BASE_UPSTREAM to a folder of the files named by sha256)');
const total = (field) => results.reduce((sum, result) => sum + result[field], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') > 0 || total('passed') === 0 ? 1 : 0;

/** What suites share is made once, before they compete for two cores. */
function prepare() {
  if (process.env.HOME_BASE_REQUIRE_UPSTREAM && !existsSync(join(process.env.HOME_BASE_UPSTREAM ?? '', 'manifest.json'))) {
    console.error('HOME_BASE_REQUIRE_UPSTREAM is set, but HOME_BASE_UPSTREAM is no folder of upstream’s files.');
    process.exit(1);
  }
  const result = spawnSync(node24(), ['dev/prepare.ts'], { cwd: root, stdio: 'inherit', env: toolEnv() });
  if (result.status !== 0) process.exit(1);
}

function run({ name, config }) {
  console.log(`\n── ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'home-base-test-'));
  const report = join(folder, 'report.json');
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(
      node24(),
      ['node_modules/vitest/vitest.mjs', 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: toolEnv(),
      },
    );
    child.on('exit', (code) => {
      const seconds = (Date.now() - began) / 1000;
      const empty = { name, passed: 0, failed: 1, skipped: 0, skippedNames: [], seconds };
      if (!existsSync(report)) return resolve(empty);
      const json = JSON.parse(readFileSync(report, 'utf8'));
      rmSync(folder, { recursive: true, force: true });
      const tests = json.testResults.flatMap((file) => file.assertionResults);
      const skippedNames = tests
        .filter((test) => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo')
        .map((test) => `${name}: ${test.fullName}`);
      // A suite that ends with an error although every test passed (an unhandled rejection) has failed.
      const failed = Math.max(json.numFailedTests, json.numFailedTestSuites > 0 && json.numFailedTests === 0 ? 1 : 0, code === 0 ? 0 : 1);
      resolve({ name, passed: json.numPassedTests, failed, skipped: skippedNames.length, skippedNames, seconds });
    });
  });
}
