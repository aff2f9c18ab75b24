import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { binarySource, type KubeBinary } from '../versions.ts';

/** Whether this program says that it is exactly the pinned version. A program that cannot run here is simply not the one. */
export async function printsVersion(name: KubeBinary, path: string): Promise<boolean> {
  const { version, versionArgs } = binarySource(name);
  try {
    const { stdout } = await promisify(execFile)(path, versionArgs, { timeout: 10_000 });
    return new RegExp(`(^|[ v])${version.replaceAll('.', '\\.')}(\\s|$)`, 'm').test(stdout);
  } catch {
    return false;
  }
}
