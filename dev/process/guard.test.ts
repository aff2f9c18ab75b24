import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pollUntil } from './poll.ts';

const childModule = join(import.meta.dirname, 'child.ts');

/** A process that starts a long-lived child, prints its pid and waits. */
function parentOf(command: string): { parent: ReturnType<typeof spawn>; childPid: Promise<number>; dir: string } {
  const dir = mkdtempSync(join(tmpdir(), 'home-base-guard-'));
  const code = `
    const { startChild } = await import(${JSON.stringify(childModule)});
    const child = startChild({ name: 'x', command: '/bin/sh', args: ['-c', ${JSON.stringify(command)}], logPath: ${JSON.stringify(join(dir, 'log'))} });
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const childPid = new Promise<number>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(Number(text))));
  return { parent, childPid, dir };
}

/** Gone, or dead and not yet collected by init. */
function isGone(pid: number): true | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') ? true : undefined;
  } catch {
    return true;
  }
}

it.runIf(process.platform === 'linux')('stops a child whose parent is killed', async () => {
  const { parent, childPid, dir } = parentOf('exec sleep 300');
  const pid = await childPid;
  expect(isGone(pid)).toBeUndefined();
  parent.kill('SIGKILL');
  await pollUntil('the orphan ending', () => isGone(pid), { timeoutMs: 5_000 });
  rmSync(dir, { recursive: true });
});

it.runIf(process.platform === 'linux')(
  'kills an orphan that does not heed the signal',
  async () => {
    const { parent, childPid, dir } = parentOf('trap "" TERM; while true; do sleep 1; done');
    const pid = await childPid;
    parent.kill('SIGKILL');
    await pollUntil('the stubborn orphan ending', () => isGone(pid), { timeoutMs: 15_000 });
    rmSync(dir, { recursive: true });
  },
  20_000,
);
