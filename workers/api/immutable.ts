/** A JSON file that is named by its content or its version: it never changes, so it may be kept for ever; `private` unless everyone may read it. */
export function immutable(body: string, scope: 'public' | 'private'): Response {
  return new Response(body, { headers: { 'content-type': 'application/json', 'cache-control': `${scope}, max-age=31536000, immutable` } });
}
