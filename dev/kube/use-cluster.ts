import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { kubeApi } from './api-client.ts';
import type { KubeBinaries } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';

const run = promisify(execFile);

/** A cluster of the user's own in the shape of a local one. Nothing of it is started or stopped by us. Needs cluster-admin, by any means that kubectl knows. */
export async function useCluster(kubeconfigPath: string, binaries: KubeBinaries): Promise<ControlPlane> {
  const kubectl = async (...args: string[]) =>
    (await run(binaries.kubectl, ['--kubeconfig', kubeconfigPath, ...args], { maxBuffer: 64 << 20 })).stdout.trim();
  const view = JSON.parse(await kubectl('config', 'view', '--minify', '--raw', '-o', 'json')) as {
    clusters: { cluster: { server: string; 'certificate-authority-data'?: string; 'certificate-authority'?: string } }[];
  };
  const cluster = view.clusters[0]?.cluster;
  if (!cluster) throw new Error(`${kubeconfigPath} names no cluster for its current context: choose one with kubectl config use-context.`);
  const caPem = cluster['certificate-authority-data']
    ? Buffer.from(cluster['certificate-authority-data'], 'base64').toString()
    : cluster['certificate-authority']
      ? readFileSync(cluster['certificate-authority'], 'utf8')
      : '';
  // Certificates, tokens and exec plugins all end in what kubectl may do; a short-lived account of our own gives a bearer token for our client.
  await kubectl('create', 'serviceaccount', 'home-base-setup', '-n', 'kube-system').catch(ignoreExisting);
  await kubectl(
    'create',
    'clusterrolebinding',
    'home-base-setup',
    '--clusterrole=cluster-admin',
    '--serviceaccount=kube-system:home-base-setup',
  ).catch(ignoreExisting);
  const adminToken = await kubectl('create', 'token', 'home-base-setup', '-n', 'kube-system', '--duration=10h');
  const api = kubeApi({ url: cluster.server, caPem, token: adminToken });
  const notOurs = async () => {
    throw new Error('this cluster is not ours to restart');
  };
  return {
    url: cluster.server,
    caPem,
    adminToken,
    kubeconfigPath,
    auditLogPath: '',
    binaries,
    api,
    pids: () => ({}),
    restartApiServer: notOurs,
    killApiServer: notOurs,
    stop: async () => {
      api.close();
      await kubectl('delete', 'clusterrolebinding/home-base-setup', '--ignore-not-found').catch(() => undefined);
      await kubectl('delete', 'serviceaccount/home-base-setup', '-n', 'kube-system', '--ignore-not-found').catch(() => undefined);
    },
  };
}

function ignoreExisting(error: Error): void {
  if (!error.message.includes('AlreadyExists') && !error.message.includes('already exists')) throw error;
}
