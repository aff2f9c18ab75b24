/** What a cluster admin pastes. The token enrols once; the sha256 of the root is what makes everything after it verifiable. */
export function oneLiner(publicUrl: string, token: string, rootSha256: string): string {
  return `curl -fsSL '${publicUrl.replace(/\/$/, '')}/install.sh' | sh -s -- ${token} ${rootSha256}`;
}
