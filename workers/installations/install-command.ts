/** The line to paste: the script carries nothing secret, so token and root digest are its arguments and stay out of server logs. */
export function installCommand(input: { publicUrl: string; token: string; rootSha256: string }): string {
  return `curl -fsSL ${input.publicUrl.replace(/\/$/, '')}/install.sh | sh -s -- --token ${input.token} --root-sha256 ${input.rootSha256}`;
}
