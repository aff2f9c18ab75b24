/** Value of a cookie of the request; undefined when it is not there. */
export function readCookie(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const split = part.indexOf('=');
    if (split > 0 && part.slice(0, split).trim() === name) return part.slice(split + 1).trim();
  }
  return undefined;
}

/** A cookie of ours: for this site only, unreadable to scripts, and over TLS wherever the public address is https. */
export function writeCookie(input: { name: string; value: string; maxAgeSeconds: number; publicUrl: string }): string {
  const secure = input.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${input.name}=${input.value}; Path=/; Max-Age=${input.maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
