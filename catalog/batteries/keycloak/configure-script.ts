/** What marks a client as ours, for people in Keycloak's console and for the script. */
export const managedDescription = 'Kept by Home Base: changes here are undone';

/**
 * Functions of the Job's script; the calls follow (configure.ts). The image has bash, coreutils and Keycloak's own kcadm.sh, and nothing else: no jq,
 * no curl. What a person changed in Keycloak and the files do not name stays.
 */
export const configureFunctions = `#!/bin/bash
# Brings Keycloak to what the files beside this script say. Running it again changes nothing.
set -euo pipefail
files=\${CONFIGURE_FILES:-/configure}
kept=' '

kcadm() {
  "\${KCADM:-/opt/keycloak/bin/kcadm.sh}" "$@" --config "\${TMPDIR:-/tmp}/kcadm.config"
}

# rows FIELDS ENDPOINT ...: a line an object, fields parted by commas
rows() {
  kcadm get "\${@:2}" --fields "$1" --format csv --noquotes </dev/null
}

# The secret of the client comes from the environment: KC_CLI_CLIENT_SECRET.
sign_in() {
  local try tries=\${TRIES:-60}
  for ((try = 1; try <= tries; try++)); do
    if kcadm config credentials --server "$KEYCLOAK_URL" --realm master --client "$KEYCLOAK_CLIENT_ID"; then return; fi
    echo "Keycloak does not let us in yet: try $try of $tries"
    sleep 10
  done
  echo 'Keycloak did not let us in: see its own log, and whether the client of the Secret "keycloak" still exists in the realm master' >&2
  exit 1
}

# id_of NAME ROWS: id of the row "id,NAME"; nothing when there is none
id_of() {
  local id name
  while IFS=, read -r id name; do
    if [[ $name == "$1" ]]; then echo "$id"; fi
  done <<<"$2"
}

# realm NAME
realm() {
  if [[ -n $(id_of "$1" "$realms") ]]; then
    kcadm update "realms/$1" -f "$files/realm.$1.json"
  else
    kcadm create realms -f "$files/realm.$1.json"
  fi
}

# role REALM NAME
role() {
  local roles
  roles=$(rows id,name roles -r "$1")
  if [[ -z $(id_of "$2" "$roles") ]]; then kcadm create roles -r "$1" -s "name=$2"; fi
}

# client REALM ID VARIABLE: the variable holds the client's secret, letters and digits only, so nothing has to be escaped
client() {
  local body clients id
  body=$(<"$files/client.$1.$2.json")
  body="\${body%\\}},\\"secret\\":\\"\${!3}\\"}"
  clients=$(rows id,clientId clients -r "$1")
  id=$(id_of "$2" "$clients")
  if [[ -n $id ]]; then
    kcadm update "clients/$id" -r "$1" -f - <<<"$body"
  else
    kcadm create clients -r "$1" -f - <<<"$body"
  fi
  kept+="$1/$2 "
}

# remove_others: clients that an earlier run made and nothing needs any more. The description tells them apart: Keycloak's own search by attribute
# finds every client where attributes are not indexed.
remove_others() {
  local name clients id client description
  while IFS=, read -r _ name; do
    clients=$(rows id,clientId,description clients -r "$name")
    while IFS=, read -r id client description; do
      if [[ $description != "${managedDescription}" || $kept == *" $name/$client "* ]]; then continue; fi
      echo "removing the client $client of the realm $name"
      kcadm delete "clients/$id" -r "$name" </dev/null
    done <<<"$clients"
  done <<<"$realms"
}

# step REALM NAME REQUIREMENT: sets a step of the sign-in; fails when there is no such step
step() {
  local steps id priority current name found=
  steps=$(rows id,priority,requirement,displayName authentication/flows/browser/executions -r "$1")
  while IFS=, read -r id priority current name; do
    if [[ $name != "$2" ]]; then continue; fi
    found=yes
    if [[ $current == "$3" ]]; then continue; fi
    kcadm update authentication/flows/browser/executions -r "$1" -f - <<<"{\\"id\\":\\"$id\\",\\"priority\\":$priority,\\"requirement\\":\\"$3\\"}"
  done <<<"$steps"
  if [[ -z $found ]]; then
    echo "the browser sign-in of the realm $1 has no step \\"$2\\"" >&2
    exit 1
  fi
}

# second_factor REALM asked|offered. Both steps are needed to ask for it: with the outer one alone, who has no code yet is locked out instead of
# being led to set one up.
second_factor() {
  if [[ $2 == asked ]]; then
    step "$1" 'Browser - Conditional 2FA' REQUIRED
    step "$1" 'OTP Form' REQUIRED
    kcadm update authentication/required-actions/CONFIGURE_TOTP -r "$1" -s defaultAction=true
  else
    step "$1" 'Browser - Conditional 2FA' CONDITIONAL
    step "$1" 'OTP Form' ALTERNATIVE
    kcadm update authentication/required-actions/CONFIGURE_TOTP -r "$1" -s defaultAction=false
  fi
}

sign_in
realms=$(rows id,realm realms)
`;
