import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A lock file already held by a running process. */
export class LockHeld extends Error {
  readonly pid: number;
  constructor(path: string, pid: number) {
    super(`${path} is held by process ${pid}`);
    this.pid = pid;
  }
}

/** Takes the lock (a file with our pid) or throws LockHeld; the lock of a process that is gone is taken over. */
export function takeLock(path: string): { release: () => void } {
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and linked into place: nobody ever reads a lock without its pid.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  try {
    for (;;) {
      try {
        linkSync(own, path);
        return { release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
      }
      const pid = holder(path);
      if (pid !== undefined && isRunning(pid)) throw new LockHeld(path, pid);
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Waits for the lock, asking twice a second; `onWait` is told once who holds it. */
export async function waitForLock(path: string, timeoutMs: number, onWait: (pid: number) => void): Promise<{ release: () => void }> {
  const deadline = Date.now() + timeoutMs;
  let told = false;
  for (;;) {
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof LockHeld) || Date.now() > deadline) throw error;
      if (!told) onWait(error.pid);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function holder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
