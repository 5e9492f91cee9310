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

# check_file NAME PATH: an environment file holds one NAME="value" on each line. Where the service starts as root,
# machine.conf names the variables that it may hold, and the files that a file may be a copy of.
check_file() {
  local name=$1 path=$2 allowed
  allowed=$(role_lines environment | awk -v name="$name" '$1 == name { $1 = ""; print }')
  [ -z "$(role_lines environment | awk -v name="$name" '$1 == name')" ] || check_environment "$path" "$allowed"
  check_choice "$name" "$path"
}

check_environment() {
  local path=$1 line variable
  while IFS= read -r line || [ -n "$line" ]; do
    [[ $line =~ ^([A-Z][A-Z0-9_]*)=\"([^\"\\]|\\.)*\"$ ]] || refuse_file "$path" "a line of it is no NAME=\"value\""
    variable=${BASH_REMATCH[1]}
    is_allowed "$variable" "$2" || refuse_file "$path" "it may not set $variable"
  done <"$path"
}

# is_allowed NAME "PATTERN …": any name where there is no pattern.
is_allowed() {
  local pattern
  [ -n "${2// /}" ] || return 0
  set -f
  # shellcheck disable=SC2086 # each word is a pattern
  for pattern in $2; do
    # shellcheck disable=SC2254 # it is meant as a pattern
    case $1 in $pattern) return 0 ;; esac
  done
  return 1
}

# check_choice NAME PATH: where machine.conf lists copies for the name, the file is one of them to the letter.
check_choice() {
  local name=$1 path=$2 copies copy
  copies=$(role_lines one-of | awk -v name="$name" '$1 == name { $1 = ""; print }')
  [ -n "$copies" ] || return 0
  for copy in $copies; do
    ! cmp -s "$roles/$role/$copy" "$path" || return 0
  done
  refuse_file "$path" "it is none of$copies"
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
