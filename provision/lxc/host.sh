#!/usr/bin/env bash
# host.sh up|undo [--yes]
# Makes this Linux machine able to run the lab's five machines as system containers, without a hypervisor; undoes it.
# `host.sh check` says whether it could, and changes nothing.
set -euo pipefail

packages=(vagrant vagrant-lxc lxc debootstrap redir bridge-utils dnsmasq-base iptables iproute2 procps openssh-client)
state=/var/lib/mysql-group-lab-host
# Where the box's lxc-template unpacks systems.
bases=/var/lib/mysql-group-lab-boxes
default_config=/etc/lxc/default.conf
project=$(cd "$(dirname "$0")/../.." && pwd)

fail() {
  printf '%s\n  Next: %s\n' "$1" "$2" >&2
  exit 1
}

prefix() {
  printf '%s' "${LAB_PREFIX:-$(sed -n 's/.*"prefix": *"\([0-9.]*\)".*/\1/p' "$project/lab.json")}"
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
  done
}

# What a container is made of; many a container's own kernel or guard allows none of it.
require_containers() {
  command -v apt-get >/dev/null || fail 'This is neither Debian nor Ubuntu: apt-get is missing' 'use a virtual machine of either'
  unshare --mount --uts --ipc --pid --net --fork true 2>/dev/null ||
    fail 'Containers cannot run on this machine: it may not make namespaces (unshare was refused)' \
      'use a machine, real or virtual, that is not a container itself'
}

# A container of one program, with the machine's own files and an interface: where it runs, systemd in one will, too.
require_first_container() {
  local said
  said=$(printf 'lxc.%s\n' 'apparmor.profile = unconfined' 'console.path = none' 'net.0.type = veth' 'net.0.link = lxcbr0' |
    lxc-execute -n mysql-group-lab-probe -f /dev/stdin -- true 2>&1) ||
    fail "Containers cannot run on this machine: $(head -n 1 <<<"$said")" 'use a machine, real or virtual, that is not a container itself'
}

has_apparmor() { [ -d /sys/kernel/security/apparmor ]; }
# The bridge alone gives containers no address: dnsmasq, which lxc-net starts beside it, may have ended since.
has_bridge() { ip link show lxcbr0 >/dev/null 2>&1 && pgrep -F /run/lxc/dnsmasq.pid >/dev/null 2>&1; }
has_lab_bridge() { ip -o -4 address show labbr0 2>/dev/null | grep -q " $(prefix).1/24 "; }
has_blackhole() { ip route show type blackhole 2>/dev/null | grep -q "^blackhole $(prefix).0/24"; }

confirm() {
  [ "${1:-}" != --yes ] || return 0
  [ -t 0 ] || fail 'Nothing was changed: there is no terminal to ask on' "$0 $action --yes"
  local answer
  read -r -p 'Go on? [y/N] ' answer
  [ "$answer" = y ] || fail 'Nothing was changed.' 'repeat and answer y'
}

plan_up() {
  local missing
  missing=$(missing_packages | xargs)
  printf 'This machine gets:\n'
  printf '  packages   %s\n' "${missing:-(all there)}"
  has_apparmor || grep -q '^lxc.apparmor.profile = unconfined' "$default_config" 2>/dev/null ||
    printf '  %s   containers run unconfined, as there is no AppArmor here\n' "$default_config"
  has_bridge || printf '  lxcbr0     a bridge with DHCP and NAT, by lxc-net; switches IP forwarding on\n'
  has_lab_bridge || printf '  labbr0     the lab network, this machine being %s.1\n' "$(prefix)"
  has_blackhole || printf '  a route    packets to a machine of %s.0/24 that is down never leave this machine\n' "$(prefix)"
}

up() {
  require_containers
  plan_up
  confirm "$@"
  mkdir -p "$state"
  install_packages
  has_blackhole || add_blackhole
  allow_unconfined
  has_bridge || start_bridge
  has_lab_bridge || add_lab_bridge
  require_first_container
  printf 'This machine can run the lab. Next: provision/box/build.sh, then vagrant up --provider=lxc\n'
}

add_blackhole() {
  ip route add blackhole "$(prefix).0/24" metric 9999
  prefix >"$state/blackhole"
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  printf '%s\n' "${missing[@]}" >>"$state/packages"
  export DEBIAN_FRONTEND=noninteractive
  {
    apt-get -o DPkg::Lock::Timeout=300 -qq update &&
      apt-get -o DPkg::Lock::Timeout=300 -y -qq install --no-install-recommends "${missing[@]}"
  } >"$state/apt.log" 2>&1 || fail "apt-get failed: $(tail -n 1 "$state/apt.log")" 'mend the cause, then repeat'
}

allow_unconfined() {
  has_apparmor && return
  grep -q '^lxc.apparmor.profile = unconfined' "$default_config" && return
  cp "$default_config" "$state/default.conf"
  sed -i '/^lxc\.apparmor\./d' "$default_config"
  printf 'lxc.apparmor.profile = unconfined\n' >>"$default_config"
}

start_bridge() {
  [ -e "$state/ip_forward" ] || sysctl -n net.ipv4.ip_forward >"$state/ip_forward"
  if [ -d /run/systemd/system ]; then
    systemctl restart lxc-net
  else
    /usr/libexec/lxc/lxc-net stop >/dev/null 2>&1 || true
    /usr/libexec/lxc/lxc-net start
  fi
  has_bridge || fail 'lxc-net made no bridge lxcbr0' '/usr/libexec/lxc/lxc-net start shows why'
}

add_lab_bridge() {
  ip link show labbr0 >/dev/null 2>&1 || ip link add labbr0 type bridge ||
    fail 'This kernel makes no bridge, and containers have no network without one' 'use a machine whose kernel has bridge and veth'
  ip address replace "$(prefix).1/24" dev labbr0
  ip link set labbr0 up
  : >"$state/labbr0"
}

undo() {
  [ -d "$state" ] || fail 'There is nothing to undo: host.sh up did not run here' 'nothing'
  printf 'This removes what host.sh up added: %s\n' "$(find "$state" -type f -printf '%f ' )"
  confirm "$@"
  ! command -v lxc-ls >/dev/null || [ -z "$(lxc-ls --running)" ] || fail 'Containers are running' 'vagrant destroy -f'
  grep -qsF "overlay:$bases/" /var/lib/lxc/*/config || rm -rf --one-file-system "$bases"
  [ ! -e "$state/ip_forward" ] || stop_bridge
  [ ! -e "$state/labbr0" ] || ip link del labbr0 || true
  [ ! -e "$state/default.conf" ] || cp "$state/default.conf" "$default_config"
  [ ! -e "$state/blackhole" ] || ip route del blackhole "$(cat "$state/blackhole").0/24" metric 9999 || true
  [ ! -e "$state/packages" ] || sort -u "$state/packages" | xargs apt-get -y -qq purge
  rm -rf "$state"
}

stop_bridge() {
  if [ -d /run/systemd/system ]; then systemctl stop lxc-net; else /usr/libexec/lxc/lxc-net stop; fi
  sysctl -qw "net.ipv4.ip_forward=$(cat "$state/ip_forward")"
}

action=${1:-}
shift || true
[ "$(id -u)" -eq 0 ] || fail 'This changes the machine and needs root' "sudo $0 $action"
case $action in
check) require_containers ;;
up) up "$@" ;;
undo) undo "$@" ;;
*) fail 'Usage: host.sh check, or host.sh up|undo [--yes]' "$0 up" ;;
esac
