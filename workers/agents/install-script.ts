/**
 * The text behind `/install.sh`: POSIX sh, short enough to be read before it is run. The token and the sha256 of the trusted root come from the
 * pasted line, not from here; the Secret is made from them on the machine of the cluster admin.
 */
export function renderInstallScript(publicUrl: string): string {
  const url = publicUrl.replace(/\/$/, '');
  if (/['\\\s]/.test(url)) throw new Error(`PUBLIC_URL "${url}" cannot be written into a shell script`);
  return `#!/bin/sh
# Installs the Home Base agent into the cluster that kubectl points at.
#   curl -fsSL '${url}/install.sh' | sh -s -- TOKEN ROOT_SHA256
# TOKEN enrols one agent once. ROOT_SHA256 pins what the agent trusts: nothing that is served later can change it.
# KUBECTL may name another command, such as "kubectl --context prod". DRY_RUN=1 prints the manifest and applies nothing.
set -eu

fail() { printf '%s\\n' "home-base: $*" >&2; exit 1; }

home_base='${url}'
token=\${1:-}
root_sha256=\${2:-}
kubectl=\${KUBECTL:-kubectl}

printf '%s' "$token" | grep -Eq '^[A-Za-z0-9_-]{20,200}$' || fail 'the first argument must be the enrolment token: copy the whole line from Home Base'
printf '%s' "$root_sha256" | grep -Eq '^[0-9a-f]{64}$' || fail 'the second argument must be the sha256 of the trusted root: copy the whole line from Home Base'
command -v curl >/dev/null 2>&1 || fail 'curl is needed and was not found'
command -v "\${kubectl%% *}" >/dev/null 2>&1 || fail 'kubectl is needed and was not found: https://kubernetes.io/docs/tasks/tools/'

# The token goes in by a file of its own, so that it shows in no list of processes.
manifest=$(printf 'header = "Authorization: Bearer %s"\\n' "$token" | curl -fsS --config - "$home_base/v1/agent/manifest.yaml") ||
  fail "$home_base did not give out the manifest: the token may be used or older than an hour. Make a new line in Home Base"

secret="---
apiVersion: v1
kind: Secret
metadata:
  name: agent-enrolment
  namespace: home-base
stringData:
  token: $token
  root-sha256: $root_sha256"

if [ "\${DRY_RUN:-}" = 1 ]; then
  printf '%s\\n' "$manifest" "$secret"
  exit 0
fi

context=$($kubectl config current-context 2>/dev/null || echo 'in-cluster')
server=$($kubectl config view --minify -o 'jsonpath={.clusters[0].cluster.server}' 2>/dev/null || true)
printf '%s\\n' "Installing the Home Base agent into $context $server" \\
  '- namespace home-base with the agent, its ServiceAccount and its enrolment Secret' \\
  '- the rights it needs and no more: a ClusterRole, Roles, and two admission policies that it cannot change'

printf '%s\\n' "$manifest" "$secret" | $kubectl apply --server-side --force-conflicts --field-manager home-base-install -f - ||
  fail 'kubectl could not apply the manifest: it needs the rights of a cluster admin'

printf '%s\\n' 'Done. The agent connects within half a minute; its page in Home Base shows it.'
`;
}
