# shellcheck shell=bash disable=SC2154
# Everything that this machine sends on the lab's network arrives later: by the kernel's own netem, and where that is
# missing through a TUN device, behind which a program holds each packet back.

delay_unit=mysql-group-lab-delay
delay_device=labslow
delay_mark=23 # of packets that were held back already; the table and the rule have the same number

slow() {
  unslow
  if has_netem; then
    tc qdisc replace dev "$(lab_interface)" root netem delay "${1}ms"
  elif has_tun; then
    slow_through_device "$1"
  else
    fail "$(why_not_slow): slow is not possible here"
  fi
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
  ip rule add pref "$delay_mark" not fwmark "$delay_mark" lookup "$delay_mark"
}

unslow() {
  ip rule del pref "$delay_mark" 2>/dev/null || true
  systemctl stop "$delay_unit" 2>/dev/null || true
  tc qdisc del dev "$(lab_interface)" root 2>/dev/null || true
}
