import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type CountingProxy = {
  url: string;
  /** Bytes on the wire since the start, headers and WebSocket frames included. */
  bytes: () => { fromHomeBase: number; toHomeBase: number };
  stop: () => Promise<void>;
};

/** A line between the agent and Home Base that counts what goes over it. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  const count = { fromHomeBase: 0, toHomeBase: 0 };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    near.on('data', (chunk) => {
      count.toHomeBase += chunk.length;
    });
    far.on('data', (chunk) => {
      count.fromHomeBase += chunk.length;
    });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => ({ ...count }),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
