/**
 * The parts of workerd's Durable Object runtime that the room uses. Written down here because the room is a plain class: nothing of
 * `cloudflare:workers` is imported, so everything beside it also loads in Node.
 */
export type SqlStorage = { exec: (query: string, ...bindings: (string | number)[]) => { toArray: () => Record<string, unknown>[] } };

export type RoomSocket = WebSocket;

export type RoomRuntime = {
  storage: {
    sql: SqlStorage;
    get: (key: string) => Promise<unknown>;
    put: (key: string, value: unknown) => Promise<void>;
    getAlarm: () => Promise<number | null>;
    setAlarm: (timeMs: number) => Promise<void>;
  };
  acceptWebSocket: (socket: RoomSocket, tags: string[]) => void;
  getWebSockets: (tag?: string) => RoomSocket[];
  setWebSocketAutoResponse: (pair: unknown) => void;
  waitUntil: (work: Promise<unknown>) => void;
};

declare const WebSocketPair: new () => { 0: RoomSocket; 1: RoomSocket };
declare const WebSocketRequestResponsePair: new (request: string, response: string) => unknown;

/** Both ends of a new WebSocket: one for the response, one for the room. */
export function socketPair(): { client: RoomSocket; server: RoomSocket } {
  const pair = new WebSocketPair();
  return { client: pair[0], server: pair[1] };
}

export function autoResponse(request: string, response: string): unknown {
  return new WebSocketRequestResponsePair(request, response);
}

/** A 101 response; `webSocket` is workerd's own field of ResponseInit. */
export function upgradeResponse(client: RoomSocket): Response {
  const init: ResponseInit & { webSocket: RoomSocket } = { status: 101, webSocket: client };
  return new Response(null, init);
}
