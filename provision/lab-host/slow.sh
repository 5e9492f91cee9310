# shellcheck shell=bash disable=SC2154
# Everything that this machine sends on the lab's network arrives later: by the kernel's own netem, and where that is
# missing through a TUN device, behind which a program holds each packet back.

delay_unit=mysql-group-lab-delay
delay_device=labslow
delay_mark=23 # of packets that were held back already; the table and the rule have the same number

# slow MILLISECONDS PEER: measured at the other machine before it counts as done.
slow() {
  require_number "${1:-}" 10000
  require_addresses "${2:-}"
  unslow
  if has_netem; then
    tc qdisc replace dev "$(lab_interface)" root netem delay "${1}ms"
  elif has_tun; then
    slow_through_device "$1"
  else
    fail "$(why_not_slow): slow is not possible here"
  fi
  require_delay "$@"
}

# require_delay MILLISECONDS PEER: a command that changed nothing must not look as if it had.
require_delay() {
  local least
  least=$(quickest_echo "$2" $(($1 / 1000 + 5)))
  if [ -z "$least" ]; then
    unslow
    fail "$2 sends no echo, so that no delay could be measured; it was taken back"
  fi
  awk -v least="$least" -v wanted="$1" 'BEGIN { exit least < wanted }' && return
  unslow
  fail "nothing arrives later: $2 answered an echo in $least ms, where $1 ms were asked for"
}

# quickest_echo ADDRESS SECONDS: in milliseconds; nothing where no echo comes within the time.
quickest_echo() {
  ping -q -n -c 5 -i 0.2 -W "$2" "$1" | awk -F'[=/]' '/^(rtt|round-trip)/ { print $5 + 0 }'
}

# Why this machine cannot be made slow; nothing where it can.
why_not_slow() {
  has_netem || has_tun || printf 'the kernel of the machines can delay no packets: it has neither netem nor TUN\n'
}

has_netem() {
  local interface
  interface=$(lab_interface)
  tc qdisc replace dev "$interface" root netem delay 1ms 2>/dev/null && tc qdisc del dev "$interface" root
}

has_tun() {
  [ -c /dev/net/tun ] || { mkdir -p /dev/net && mknod /dev/net/tun c 10 200; } 2>/dev/null || return 1
  command -v perl >/dev/null && ip tuntap add dev "$delay_device" mode tun 2>/dev/null &&
    ip tuntap del dev "$delay_device" mode tun
}

slow_through_device() {
  local tries
  systemd-run --quiet --collect --unit="$delay_unit" perl "$parts/delay.pl" "$delay_device" "$1" "$delay_mark"
  for ((tries = 0; tries < 50; tries++)); do
    ! ip link set "$delay_device" up 2>/dev/null || break
    sleep 0.1
  done
  ip route replace "$LAB_PREFIX.0/24" dev "$delay_device" src "$LAB_ADDRESS" table "$delay_mark" ||
    fail "no packet is delayed: $(journalctl -u "$delay_unit" -o cat --no-pager -n 1)"
  # systemd-networkd removes any rule that is not its own when it configures a link anew, but none of the kernel's.
  ip rule add pref "$delay_mark" not fwmark "$delay_mark" lookup "$delay_mark" protocol kernel
}

unslow() {
  ip rule del pref "$delay_mark" 2>/dev/null || true
  systemctl stop "$delay_unit" 2>/dev/null || true
  tc qdisc del dev "$(lab_interface)" root 2>/dev/null || true
}
