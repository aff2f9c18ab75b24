/** Headers that set these cookies (values of `Set-Cookie` as a verb answers them). */
export function cookieHeaders(setCookies: string[]): Headers {
  const headers = new Headers();
  for (const cookie of setCookies) headers.append('set-cookie', cookie);
  return headers;
}
