/** Headers that set these cookies (values of `Set-Cookie` as a verb answers them). */
export function cookieHeaders(setCookies: string[]): Headers {
  const headers = new Headers();
  for (const cookie of setCookies) headers.append('set-cookie', cookie);
  return headers;
}

/** Who asks, for rate limits: the address that Cloudflare saw; on one machine everyone is the same. */
export function clientOf(request: Request): string {
  return request.headers.get('cf-connecting-ip') ?? 'local';
}
