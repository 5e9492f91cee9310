# shellcheck shell=bash disable=SC2154
# Faults of the network.

lab_interface() {
  ip -o -4 address show | awk -v address="$LAB_ADDRESS" '{split($4, a, "/"); if (a[1] == address) print $2}' | head -n 1
}

# The network may come up after the programs: nothing can listen on an address that is not there.
wait_address() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    [ -z "$(lab_interface)" ] || return 0
    sleep 0.1
  done
  fail "no interface has the address $LAB_ADDRESS"
}

addresses() {
  local list
  list=$(printf '%s, ' "$@")
  printf '{ %s }' "${list%, }"
}

is_cut() { nft list table inet lab_fault; }

# partition ADDRESS …: nothing comes in from there and nothing goes out to there.
partition() {
  [ "$#" -gt 0 ] || fail 'partition needs the addresses of the other side'
  require_addresses "$@"
  nft -f - <<RULES
table inet lab_fault
delete table inet lab_fault
table inet lab_fault {
  chain input { type filter hook input priority -150; ip saddr $(addresses "$@") drop; }
  chain output { type filter hook output priority -150; ip daddr $(addresses "$@") drop; }
}
RULES
}

# Without power a machine says no goodbye: the other end of a connection hears nothing. The end of a container would
# close them all, so silence comes first.
power_off() {
  nft -f - <<RULES
table inet lab_fault
delete table inet lab_fault
table inet lab_fault {
  chain input { type filter hook input priority -150; policy drop; }
  chain output { type filter hook output priority -150; policy drop; }
}
RULES
  systemctl poweroff --force --force
}

heal() {
  ! is_cut >/dev/null 2>&1 || nft delete table inet lab_fault
  unslow
}
