import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inClusterConfig, tokenFile } from './config.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-config-'));
afterAll(() => rmSync(dir, { recursive: true }));
const write = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
describe('in a pod', () => {
  it('uses the mounted service account', () => {
    for (const [name, text] of [
      ['ca.crt', 'CA'],
      ['token', 'T\n'],
      ['namespace', 'home-base\n'],
    ] as const)
      write(name, text);
    const config = inClusterConfig({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, dir);
    expect(config).toMatchObject({ url: 'https://[fd00::1]:6443', ca: 'CA', namespace: 'home-base' });
    expect(config.token?.()).toBe('T');
    expect(() => inClusterConfig({}, dir)).toThrow('not a pod');
  });

  it('reads a rotated token, within ten seconds, or at once after a 401', () => {
    let clock = 0;
    const path = write('rotating', 'one');
    const token = tokenFile(path, () => clock);
    expect(token()).toBe('one');
    writeFileSync(path, 'two');
    utimesSync(path, 1000, 1000);
    expect(token()).toBe('one');
    expect(token(true)).toBe('two');
    writeFileSync(path, 'three');
    utimesSync(path, 2000, 2000);
    clock = 10_001;
    expect(token()).toBe('three');
  });

  it('keeps the token that it read last while the file cannot be read', () => {
    const path = write('vanishing', 'one');
    const token = tokenFile(path);
    expect(token()).toBe('one');
    rmSync(path);
    expect(token(true)).toBe('one');
    expect(() => tokenFile(path)()).toThrow('ENOENT');
  });
});
