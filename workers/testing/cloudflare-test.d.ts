/** What `cloudflare:workers` gives a test that runs in workerd. */
declare module 'cloudflare:workers' {
  export const env: Record<string, unknown>;
  export const exports: { default: { fetch: (request: Request) => Promise<Response> } };
}
