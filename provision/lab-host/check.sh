# shellcheck shell=bash disable=SC2154
# Every word of the tools is checked before anything is done with it.

require_number() {
  [[ $1 =~ ^[0-9]{1,6}$ ]] && [ "$1" -le "$2" ] || fail "\"$1\" is no number up to $2"
}

# require_addresses ADDRESS …: addresses of the lab's own network.
require_addresses() {
  local address
  for address in "$@"; do
    [[ $address =~ ^([0-9]+\.[0-9]+\.[0-9]+)\.[0-9]{1,3}$ ]] && [ "${BASH_REMATCH[1]}" = "$LAB_PREFIX" ] ||
      fail "\"$address\" is no address of $LAB_PREFIX.0/24"
  done
}
