# shellcheck shell=bash disable=SC2154
# Every word of the tools is checked before anything is done with it.

require_number() {
  [[ $1 =~ ^[0-9]{1,6}$ ]] && [ "$1" -le "$2" ] || fail "\"$1\" is no number up to $2"
}

require_name() {
  [[ $1 =~ ^[a-z][a-z0-9-]{0,30}$ ]] || fail "\"$1\" is no name"
}

# require_addresses ADDRESS …: addresses of the lab's own network.
require_addresses() {
  local address
  for address in "$@"; do
    [[ $address =~ ^([0-9]+\.[0-9]+\.[0-9]+)\.[0-9]{1,3}$ ]] && [ "${BASH_REMATCH[1]}" = "$LAB_PREFIX" ] ||
      fail "\"$address\" is no address of $LAB_PREFIX.0/24"
  done
}

# check_file NAME PATH: an environment file holds one NAME="value" on each line; the role may have a check of its own.
check_file() {
  local name=$1 path=$2
  [ "$(role_value environment)" != "$name" ] || check_environment "$path"
  ! declare -F role_check_file >/dev/null || role_check_file "$path"
}

check_environment() {
  local path=$1 line
  while IFS= read -r line || [ -n "$line" ]; do
    [[ $line =~ ^[A-Z][A-Z0-9_]*=\"([^\"\\]|\\.)*\"$ ]] || refuse_file "$path" "a line of it is no NAME=\"value\""
  done <"$path"
}

refuse_file() {
  rm -f "$1"
  fail "the file is refused: $2"
}

# run_role_verb VERB [ARG …]: what the role's own machine.sh adds; its functions check their words themselves.
run_role_verb() {
  local verb=$1
  shift
  [[ $verb =~ ^[a-z][a-z-]*$ ]] && declare -F "role_verb_${verb//-/_}" >/dev/null || fail "lab-host knows no \"$verb\""
  "role_verb_${verb//-/_}" "$@"
}
