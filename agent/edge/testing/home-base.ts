import { createPublicKey, verify } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { canonicalBytes } from '@home-base/schema/kube/canonical.ts';
import { sha256Hex } from '@home-base/schema/kube/sha256.ts';
import { manifestTarget, metadataPath, targetPath } from '@home-base/schema/trust/paths.ts';
import { BlobsRequest, BundleRequest, type BundleResponse, EnrolRequest, Report } from '@home-base/schema/wire/agent.ts';
import { contentDigest, parseSignatureHeaders, signatureBase } from '@home-base/schema/wire/http-signature.ts';
import { Manifest } from '@home-base/schema/wire/manifest.ts';
import { WebSocketServer } from 'ws';
import { digestBase64, type Repository, type RootAuthority } from './repository.ts';

export type LoopbackHomeBase = {
  url: URL;
  rootSha256: string;
  token: string;
  reports: Report[];
  /** Method and path of each request. */
  requests: string[];
  /** Takes a request over, before anything else; true when it did. */
  intercept: ((req: http.IncomingMessage, res: http.ServerResponse) => boolean) | undefined;
  /** Changes a bundle before it is sent. */
  tamperBundle: ((bundle: BundleResponse) => BundleResponse) | undefined;
  tamperBlobs: ((blobs: Record<string, string>) => Record<string, string>) | undefined;
  /** Answer to the next reports: asks for everything. */
  resync: boolean;
  refuseSockets: boolean;
  nudge: () => void;
  dropSockets: () => void;
  sockets: () => number;
  close: () => Promise<void>;
};

/** Home Base's half of the agent contracts over loopback, for tests: checks every signature, nonce and counter as the edge must. */
export async function startHomeBase({
  repository,
  authority,
}: {
  repository: Repository;
  authority: RootAuthority;
}): Promise<LoopbackHomeBase> {
  const token = `enrol-token-${'x'.repeat(30)}`;
  let isUsed = false;
  let publicKey: ReturnType<typeof createPublicKey> | undefined;
  let lastCounter = 0;
  const nonces = new Set<string>();
  const pinned = authority.roots[0]!;
  const sockets = new WebSocketServer({ noServer: true });

  const isSigned = (req: http.IncomingMessage, body: Buffer): boolean => {
    const header = (name: string) => (typeof req.headers[name] === 'string' ? req.headers[name] : undefined);
    const parsed = parseSignatureHeaders({ input: header('signature-input'), signature: header('signature') });
    const digest = contentDigest(digestBase64(body));
    if (
      !parsed ||
      !publicKey ||
      header('content-digest') !== digest ||
      nonces.has(parsed.nonce) ||
      Math.abs(parsed.created - Date.now() / 1000) > 60
    )
      return false;
    nonces.add(parsed.nonce);
    const url = new URL(req.url ?? '', 'http://host');
    const base = signatureBase({
      method: req.method ?? '',
      path: url.pathname,
      query: url.search,
      contentDigest: digest,
      created: parsed.created,
      nonce: parsed.nonce,
      keyId: parsed.keyId,
    });
    return parsed.keyId === 'agent_test' && verify(null, Buffer.from(base), publicKey, Buffer.from(parsed.signatureBase64, 'base64'));
  };

  function route(req: http.IncomingMessage, body: Buffer): { status: number; body: unknown } | Buffer {
    const path = new URL(req.url ?? '', 'http://host').pathname;
    if (path === `/v1/agent/root/${sha256Hex(pinned)}`) return pinned;
    if (path === '/v1/agent/enrol') return enrol(EnrolRequest.parse(JSON.parse(body.toString())));
    if (!isSigned(req, body)) return problem(401, 'unauthenticated', 'the signature is not valid');
    if (path === '/v1/agent/bundle')
      return { status: 200, body: (self.tamperBundle ?? ((bundle) => bundle))(bundle(BundleRequest.parse(JSON.parse(body.toString())))) };
    if (path === '/v1/agent/blobs') {
      const found = BlobsRequest.parse(JSON.parse(body.toString())).sha256.flatMap((sha256): [string, string][] => {
        const bytes = repository.blobs.get(sha256);
        return bytes ? [[sha256, bytes.toString()]] : [];
      });
      return { status: 200, body: { blobs: (self.tamperBlobs ?? ((blobs) => blobs))(Object.fromEntries(found)) } };
    }
    if (path === '/v1/agent/reports') {
      const report = Report.parse(JSON.parse(body.toString()));
      if (report.counter <= lastCounter) return problem(409, 'conflict', 'this report was sent before');
      lastCounter = report.counter;
      self.reports.push(report);
      return { status: 200, body: { accepted: true, resync: self.resync, serverTime: new Date().toISOString() } };
    }
    const tuf = path.split(`/v1/installations/${repository.installationId}/tuf/`)[1];
    return (tuf && repository.files.get(tuf)) || problem(404, 'not_found', 'there is no such file');
  }

  function enrol(request: EnrolRequest) {
    const { token: given, signingKey, sealingKey, clusterUid } = request;
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signingKey }, format: 'jwk' });
    const proof = canonicalBytes({ purpose: 'home-base/enrol/1', token: given, signingKey, sealingKey, clusterUid });
    if (given !== token || isUsed || !verify(null, proof, key, Buffer.from(request.proof, 'base64url')))
      return problem(401, 'unauthenticated', 'the enrolment token is not valid');
    isUsed = true;
    publicKey = key;
    return {
      status: 200,
      body: { installationId: repository.installationId, agentId: 'agent_test', keyId: 'agent_test', serverTime: new Date().toISOString() },
    };
  }

  function bundle({ have, manifest, pages }: BundleRequest): BundleResponse {
    const text = (path: string) => repository.files.get(path)?.toString() ?? '';
    const current = repository.tufVersion();
    const bytes = repository.manifest();
    const isKnown = manifest === sha256Hex(bytes);
    const missing = Manifest.parse(JSON.parse(bytes.toString())).pages.filter((page) => !pages.includes(page.sha256));
    return {
      roots: authority.roots.slice(have.root).map((root) => root.toString()),
      timestamp: text(metadataPath('timestamp')),
      ...(have.snapshot === current ? {} : { snapshot: text(metadataPath('snapshot', current)) }),
      ...(have.targets === current ? {} : { targets: text(metadataPath('targets', current)) }),
      ...(isKnown ? {} : { manifest: repository.files.get(targetPath(manifestTarget, sha256Hex(bytes)))?.toString() ?? '' }),
      pages: isKnown ? {} : Object.fromEntries(missing.map((page) => [page.sha256, repository.pages.get(page.sha256)?.toString() ?? ''])),
      blobs: {},
    };
  }

  const server = http.createServer(async (req, res) => {
    self.requests.push(`${req.method} ${req.url}`);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      if (self.intercept?.(req, res)) return;
      const answer = route(req, Buffer.concat(chunks));
      if (Buffer.isBuffer(answer)) return void res.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      res
        .writeHead(answer.status, { 'content-type': answer.status < 300 ? 'application/json' : 'application/problem+json' })
        .end(JSON.stringify(answer.body));
    } catch (error) {
      res.writeHead(500).end(String(error));
    }
  });
  server.on('upgrade', (req, socket, head) => {
    if (self.refuseSockets || new URL(req.url ?? '', 'http://host').pathname !== '/v1/agent/connect' || !isSigned(req, Buffer.alloc(0)))
      return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    sockets.handleUpgrade(req, socket, head, (client) => client.on('message', (data) => data.toString() === 'ping' && client.send('pong')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: LoopbackHomeBase = {
    url: new URL(`http://127.0.0.1:${addressOf(server.address()).port}`),
    rootSha256: sha256Hex(pinned),
    token,
    reports: [],
    requests: [],
    intercept: undefined,
    tamperBundle: undefined,
    tamperBlobs: undefined,
    resync: false,
    refuseSockets: false,
    nudge: () => {
      for (const client of sockets.clients) client.send(JSON.stringify({ type: 'changed' }));
    },
    dropSockets: () => {
      for (const client of sockets.clients) client.terminate();
    },
    sockets: () => sockets.clients.size,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

function problem(status: number, code: string, detail: string) {
  return { status, body: { type: 'about:blank', title: code, status, code, detail, requestId: 'req_test' } };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (typeof address === 'object' && address !== null) return address;
  throw new Error('the server does not listen on a port');
}
