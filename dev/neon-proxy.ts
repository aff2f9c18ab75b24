import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { answerSql } from './neon-sql.ts';

export type NeonProxy = { port: number; stop: () => Promise<void> };

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Speaks to the Neon driver as Neon does, in front of the local Postgres: `POST /sql` (one query or a batch) and a WebSocket at `/v2` that carries
 * the Postgres protocol. It dials only 127.0.0.1:`postgresPort`, whatever address the client names.
 */
export async function startNeonProxy({ postgresPort, port = 0 }: { postgresPort: number; port?: number }): Promise<NeonProxy> {
  const sql = answerSql(postgresPort);
  const server = createServer((req, res) => {
    void handle(req, res).catch((error: Error) => sendJson(res, 500, { message: error.message }));
  });
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    if (req.method !== 'POST' || req.url?.split('?')[0] !== '/sql')
      return sendJson(res, 404, { message: 'POST /sql or a WebSocket at /v2' });
    const { status, body } = await sql.answer(req.headers, await readBody(req));
    sendJson(res, status, body);
  };

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_BODY_BYTES });
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (req.url?.split('?')[0] !== '/v2') return socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(req, socket, head, (client) => {
      const database = connect({ host: '127.0.0.1', port: postgresPort, noDelay: true });
      const stream = createWebSocketStream(client);
      stream.pipe(database).pipe(stream);
      // Either side's end is the other's; a Postgres that is away closes the client, whose driver then reports it.
      stream.on('error', () => database.destroy());
      stream.on('close', () => database.destroy());
      database.on('error', () => client.close(1011, 'Postgres is not answering'));
      database.on('close', () => client.close());
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  let stopping: Promise<void> | undefined;
  return {
    port: address.port,
    stop: () => {
      stopping ??= (async () => {
        for (const client of sockets.clients) client.terminate();
        await new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        });
        await sql.stop();
      })();
      return stopping;
    },
  };
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`a body of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  if (res.headersSent) return;
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}
