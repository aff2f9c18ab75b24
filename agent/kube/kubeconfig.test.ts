import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readKubeconfig } from './kubeconfig.ts';

const dir = mkdtempSync(join(tmpdir(), 'home-base-kubeconfig-'));
afterAll(() => rmSync(dir, { recursive: true }));
const write = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const kubeconfig = (user: string, cluster = 'server: https://10.0.0.1:6443\n    certificate-authority: ca.pem') =>
  write(
    'config',
    `current-context: main\ncontexts:\n- name: main\n  context: {cluster: c, user: u, namespace: apps}\n- name: other\n  context: {cluster: c, user: nobody}\nclusters:\n- name: c\n  cluster:\n    ${cluster}\nusers:\n- name: u\n  user: ${user}\n`,
  );

describe('a kubeconfig', () => {
  write('ca.pem', 'CA');
  it('gives the current context: a token, or a client certificate, from data or a file beside it', () => {
    const withToken = readKubeconfig(kubeconfig('{token: t}'));
    expect(withToken).toMatchObject({ url: 'https://10.0.0.1:6443', ca: 'CA', namespace: 'apps' });
    expect(withToken.token?.()).toBe('t');
    const data = (text: string) => Buffer.from(text).toString('base64');
    expect(readKubeconfig(kubeconfig(`{client-certificate-data: ${data('CERT')}, client-key-data: ${data('KEY')}}`))).toMatchObject({
      clientCert: 'CERT',
      clientKey: 'KEY',
    });
  });

  it.each([
    ['a plugin', '{exec: {command: aws}}', undefined, 'logs in with a plugin'],
    ['no verification', '{token: t}', 'server: https://x\n    insecure-skip-tls-verify: true', 'insecure-skip-tls-verify is not supported'],
    ['no server', '{token: t}', 'certificate-authority: ca.pem', 'has no server'],
  ])('with %s is refused with the reason', (_, user, cluster, message) =>
    expect(() => readKubeconfig(kubeconfig(user, cluster))).toThrow(message),
  );

  it('names a context or user that is missing', () => {
    expect(() => readKubeconfig(kubeconfig('{token: t}'), 'third')).toThrow('no context named "third"');
    expect(() => readKubeconfig(kubeconfig('{token: t}'), 'other')).toThrow('no user named "nobody"');
  });
});
