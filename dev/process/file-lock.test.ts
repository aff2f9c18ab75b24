import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { LockHeld, takeLock, waitForLock } from './file-lock.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-lock-'));
afterAll(() => rmSync(dir, { recursive: true }));

it('is held by one at a time and handed on when released', async () => {
  const path = join(dir, 'a.lock');
  const first = takeLock(path);
  expect(() => takeLock(path)).toThrow(LockHeld);
  const waitedFor: number[] = [];
  const second = waitForLock(path, 10_000, (pid) => {
    waitedFor.push(pid);
    first.release();
  });
  (await second).release();
  expect(waitedFor).toEqual([process.pid]);
});

it('takes over the lock of a process that is gone', () => {
  const path = join(dir, 'b.lock');
  // Above every pid that Linux hands out.
  writeFileSync(path, '99999999\n');
  takeLock(path).release();
});
