/** A path on this site, for a redirect to where someone came from; anything that could lead elsewhere becomes `/`. */
export function localPath(path: string | null | undefined): string {
  if (!path?.startsWith('/') || path.startsWith('//') || path.includes('\\')) return '/';
  const url = new URL(path, 'http://here');
  return url.host === 'here' ? url.pathname + url.search : '/';
}
