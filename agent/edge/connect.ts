import { AgentNudge } from '@home-base/schema/wire/agent.ts';
import WebSocket from 'ws';
import type { Log } from '../log.ts';
import { backoffMs } from './backoff.ts';
import { parseJson } from './json-door.ts';
import { type Signer, signRequest } from './sign-request.ts';

const path = '/v1/agent/connect';
const pingMs = 25_000;
const pongMs = 20_000;

export type Connection = { isOpen: () => boolean; stop: () => void };

export type ConnectionOptions = {
  baseUrl: URL;
  signer: Signer;
  userAgent: string;
  log: Log;
  /** A nudge, and each new connection: what was said while there was none is lost. */
  onNudge: () => void;
  /** Bounds of the wait between tries; tests shorten it. */
  backoff?: { baseMs?: number; maxMs?: number };
};

/** Keeps a WebSocket to the installation's room. It only makes the agent ask sooner: nothing that comes through it is believed. */
export function connect({ baseUrl, signer, userAgent, log, onNudge, backoff }: ConnectionOptions): Connection {
  let stopped = false;
  let socket: WebSocket | undefined;
  let attempt = 0;
  let timer: NodeJS.Timeout | undefined;

  function open(): void {
    const url = new URL(path, baseUrl);
    const signed = signRequest(signer, { method: 'GET', path: url.pathname, query: url.search, body: new Uint8Array() });
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    // What the room sends is a nudge of a few bytes; anything larger closes the connection.
    const current = new WebSocket(url, {
      headers: { ...signed, 'user-agent': userAgent },
      handshakeTimeout: 10_000,
      followRedirects: false,
      maxPayload: 4096,
      perMessageDeflate: false,
    });
    socket = current;
    let pong: NodeJS.Timeout | undefined;
    const ping = setInterval(() => {
      current.send('ping', () => {});
      pong ??= setTimeout(() => current.terminate(), pongMs);
    }, pingMs);
    current.on('open', () => {
      attempt = 0;
      log('info', 'connected to Home Base');
      onNudge();
    });
    current.on('message', (data, isBinary) => {
      clearTimeout(pong);
      pong = undefined;
      const text = isBinary ? '' : data.toString();
      if (text === 'pong') return;
      try {
        parseJson(AgentNudge, text, 'a nudge');
        onNudge();
      } catch {
        log('warn', 'the room sent something that is no nudge', { bytes: text.length });
      }
    });
    current.on('error', (error) => log('debug', 'the connection to Home Base failed', { error: error.message }));
    current.on('close', () => {
      clearInterval(ping);
      clearTimeout(pong);
      if (stopped) return;
      timer = setTimeout(open, backoffMs(attempt, { baseMs: 500, maxMs: 30_000, ...backoff }));
      attempt += 1;
    });
  }
  open();

  return {
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}
