/** What workerd gives a test that runs inside it. */
declare module 'cloudflare:workers' {
  type Room = { fetch: (request: Request) => Promise<Response> };
  export const env: Record<string, unknown> & { ROOM: { idFromName: (name: string) => unknown; get: (id: unknown) => Room } };
  export const exports: { default: { fetch: (request: Request) => Promise<Response> } };
}

declare module 'cloudflare:test' {
  /** Ends the running instance; what it stored stays. */
  export function evictDurableObject(stub: unknown): Promise<void>;
  export function runDurableObjectAlarm(stub: unknown): Promise<boolean>;
}
