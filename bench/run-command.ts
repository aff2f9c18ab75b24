import { spawn } from 'node:child_process';

/** Runs a program to its end. Returns its standard output and the seconds it took; throws with the end of its output when it fails or takes longer than `timeoutMs`. */
export async function runCommand(
  command: string,
  args: string[],
  { env, cwd, timeoutMs = 180_000 }: { env?: NodeJS.ProcessEnv; cwd?: string; timeoutMs?: number } = {},
): Promise<{ output: string; seconds: number }> {
  const began = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk).slice(-4000);
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearTimeout(timer));
  if (isLate) throw new Error(`${command} took longer than ${timeoutMs / 1000} s`);
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 2).join(' ')} ended with ${code}: ${errors.trim().slice(-1500)}`);
  return { output, seconds: (performance.now() - began) / 1000 };
}
