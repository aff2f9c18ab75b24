/**
 * Headers of every page. Scripts and style elements need this answer's nonce; style *attributes* are allowed, because positioned popups and bars
 * of charts are measured ones and React writes them into the markup.
 */
export function setSecurityHeaders(headers: Headers, { nonce, host, secure }: { nonce: string; host: string; secure: boolean }): void {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    // Some browsers do not count the WebSocket of the same host as 'self'.
    `connect-src 'self' ${secure ? 'wss' : 'ws'}://${host}`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ];
  headers.set('content-security-policy', policy.join('; '));
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  headers.set('cross-origin-opener-policy', 'same-origin');
  if (secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
