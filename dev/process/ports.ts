import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which kernels take ports for outgoing connections (Linux 32768+, macOS 49152+): a port found free here stays free across a restart.
const FIRST = 20_000;
const LAST = 32_000;
const handedOut = new Set<number>();

/** A loopback TCP port that is free now and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(FIRST, LAST);
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`no free port between ${FIRST} and ${LAST} on 127.0.0.1: stop something that listens there`);
}

/** Whether nothing listens on this loopback port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
