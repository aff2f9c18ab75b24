/** A path on this site, for a redirect to where someone came from; anything that could lead elsewhere becomes `/`. */
export function localPath(path: string | null | undefined): string {
  if (!path?.startsWith('/') || path.startsWith('//') || path.includes('\\')) return '/';
  const url = new URL(path, 'http://here');
  // Dot segments are gone only now: `/.//elsewhere` has become `//elsewhere`.
  return url.host === 'here' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
