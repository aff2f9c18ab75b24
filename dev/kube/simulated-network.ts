import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';

/**
 * The network of a cluster whose pods do not run: kube-apiserver reaches Services and pods through this proxy (its egress selector) and finds a
 * metrics API that answers with nothing measured. Without it the APIService of metrics-server would never be available, and Kubernetes finishes
 * no namespace while an API does not answer.
 */
export type SimulatedNetwork = {
  /** For kube-apiserver's --egress-selector-config-file. */
  configPath: string;
  close: () => void;
};

/** Listens on a Unix socket (over plain TCP kube-apiserver 1.36 crashes). TLS is spoken with the API server's own certificate. */
export async function startSimulatedNetwork(dir: string): Promise<SimulatedNetwork> {
  // A socket's path has at most 107 bytes, which a data folder may exceed.
  const socketPath = join(tmpdir(), `home-base-${sha256Hex(dir).slice(0, 16)}.sock`);
  rmSync(socketPath, { force: true });
  const sockets = new Set<Socket>();
  const remember = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  // Made with the first call: kube-apiserver writes its pair when it first starts, after this proxy listens.
  let pods: Server | undefined;
  const proxy = createServer((_, res) => res.writeHead(405).end());
  proxy.on('connect', (_, socket: Socket) => {
    remember(socket);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    pods ??= simulatedPods(dir);
    pods.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => proxy.once('error', reject).listen(socketPath, resolve));
  proxy.unref();
  const configPath = join(dir, 'egress-selector.json');
  const connection = { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: socketPath } } };
  const direct = { proxyProtocol: 'Direct' };
  const config = {
    apiVersion: 'apiserver.k8s.io/v1beta1',
    kind: 'EgressSelectorConfiguration',
    egressSelections: [
      { name: 'cluster', connection },
      { name: 'controlplane', connection: direct },
      { name: 'etcd', connection: direct },
    ],
  };
  writeFileSync(configPath, JSON.stringify(config));
  return {
    configPath,
    close: () => {
      proxy.close();
      rmSync(socketPath, { force: true });
      for (const socket of sockets) socket.destroy();
    },
  };
}

function simulatedPods(dir: string): Server {
  const read = (name: string) => readFileSync(join(dir, 'certs', name));
  return createTlsServer({ cert: read('apiserver.crt'), key: read('apiserver.key') }, (req, res) => {
    const answer = answers[new URL(req.url ?? '/', 'https://pod').pathname];
    res.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answer ?? nothingHere));
  });
}

const nothingHere = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404, message: 'simulated pods serve nothing' };
const version = 'metrics.k8s.io/v1beta1';
const verbs = ['get', 'list'];
/** What metrics-server answers at these paths while it has measured nothing yet. */
const answers: Record<string, object> = {
  [`/apis/${version}`]: {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: version,
    resources: [
      { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs },
      { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs },
    ],
  },
  [`/apis/${version}/nodes`]: { kind: 'NodeMetricsList', apiVersion: version, metadata: {}, items: [] },
  [`/apis/${version}/pods`]: { kind: 'PodMetricsList', apiVersion: version, metadata: {}, items: [] },
};
