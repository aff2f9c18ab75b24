// What a control plane keeps across restarts: tokens, the service-account key, ports. The serving certificate is made by kube-apiserver itself.
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { freePort } from '../process/ports.ts';

const port = z.number().int();
const State = z.object({
  ports: z.object({ api: port, etcd: port, etcdPeer: port }),
  tokens: z.object({ admin: z.string(), controllerManager: z.string(), scheduler: z.string(), kwok: z.string() }),
});
export type ControlPlaneState = z.infer<typeof State>;

const token = () => randomBytes(32).toString('base64url');

/** Reads `control-plane.json` of an earlier run, or makes a new one with fresh tokens, ports and a service-account key. */
export async function loadState(dir: string): Promise<ControlPlaneState> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'control-plane.json');
  if (existsSync(path)) return State.parse(JSON.parse(readFileSync(path, 'utf8')));
  const state: ControlPlaneState = {
    ports: { api: await freePort(), etcd: await freePort(), etcdPeer: await freePort() },
    tokens: { admin: token(), controllerManager: token(), scheduler: token(), kwok: token() },
  };
  saveState(dir, state);
  writeTokenFile(dir, state);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(dir, 'service-account.key'), privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 });
  return state;
}

function saveState(dir: string, state: ControlPlaneState): void {
  writeFileSync(join(dir, 'control-plane.json'), JSON.stringify(state, undefined, 2), { mode: 0o600 });
}

/** The static tokens that kube-apiserver knows: token,user,uid,groups. Without per-controller accounts the controller manager needs every right. */
function writeTokenFile(dir: string, { tokens }: ControlPlaneState): void {
  const rows = [
    [tokens.admin, 'admin', 'admin', '"system:masters"'],
    [tokens.controllerManager, 'system:kube-controller-manager', 'kube-controller-manager', '"system:masters"'],
    [tokens.scheduler, 'system:kube-scheduler', 'kube-scheduler'],
    [tokens.kwok, 'kwok', 'kwok', '"system:masters"'],
  ];
  writeFileSync(join(dir, 'tokens.csv'), rows.map((row) => `${row.join(',')}\n`).join(''), { mode: 0o600 });
}

/** kube-apiserver signs for a year and never renews; a pair that ends within 30 days is removed, so that it makes a new one. */
export function dropExpiringCertificate(dir: string): void {
  const certificate = join(dir, 'certs', 'apiserver.crt');
  if (!existsSync(certificate)) return;
  const ends = new X509Certificate(readFileSync(certificate)).validToDate.getTime();
  if (ends > Date.now() + 30 * 24 * 3_600_000) return;
  rmSync(certificate);
  rmSync(join(dir, 'certs', 'apiserver.key'), { force: true });
}

/** The CA that signed the serving certificate: kube-apiserver appends it to the chain it writes. Throws while the file is not there. */
export function readCa(dir: string): string {
  const chain = readFileSync(join(dir, 'certs', 'apiserver.crt'), 'utf8').match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g,
  );
  const ca = chain?.at(-1);
  if (!ca || !new X509Certificate(ca).ca) throw new Error(`${join(dir, 'certs', 'apiserver.crt')} carries no CA certificate`);
  return ca;
}

/** Writes a kubeconfig for one bearer token and returns its path. */
export function writeKubeconfig(dir: string, name: string, { url, caPem, token }: { url: string; caPem: string; token: string }): string {
  const path = join(dir, `${name}.kubeconfig`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'home-base', cluster: { server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } }],
    users: [{ name, user: { token } }],
    contexts: [{ name: 'home-base', context: { cluster: 'home-base', user: name } }],
    'current-context': 'home-base',
  };
  writeFileSync(path, stringify(config), { mode: 0o600 });
  return path;
}
