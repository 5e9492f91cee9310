#!/usr/bin/env bash
# Takes away what set-up.sh put on this machine: the lab's data and passwords, its accounts, units and firewall, and the
# packages that were not there before. It reads what it needs to know from the machine itself.
set -euo pipefail
etc=/etc/mysql-group-lab
roles=$etc/roles
state=/var/lib/mysql-group-lab
parts=/usr/local/lib/mysql-group-lab
systemd=/etc/systemd/system
export DEBIAN_FRONTEND=noninteractive

say() { printf 'removed: %s\n' "$*"; }

# The services of all roles on this machine; of a package's unit only what the lab added to it.
stop_services() {
  local conf name
  for conf in "$roles"/*.conf; do
    [ -e "$conf" ] || continue
    name=$(role_unit "$conf")
    systemctl -q stop "$name" 2>/dev/null || true
    forget_state "$name"
    remove_unit "$name"
  done
  rm -f "$systemd/mysql-group-lab@.service"
  remove_unit mysql-group-lab-firewall
  remove_unit mysql-group-lab-address
}

remove_unit() {
  local name=$1
  rm -f "$systemd/$name.service.d/mysql-group-lab.conf" "$systemd/$name.service.d/zz-lab-limits.conf"
  [ ! -d "$systemd/$name.service.d" ] || rmdir --ignore-fail-on-non-empty "$systemd/$name.service.d"
  [ -e "$systemd/${name/@*/@}.service" ] || return 0
  systemctl -q disable --now "$name"
  rm -f "$systemd/$name.service"
  say "$name"
}

# Files of the roles outside of the lab's own folders, and what a package would leave.
remove_role_files() {
  local conf
  for conf in "$roles"/*.conf; do
    [ -e "$conf" ] || continue
    role_lines file "$conf" | awk '{ print $3 }' | xargs -r rm -f
    role_lines copy "$conf" | awk '$3 !~ /\/$/ { print $3 }' | xargs -r rm -f
    # shellcheck source=/dev/null
    [ ! -e "${conf%.conf}.sh" ] || (. "${conf%.conf}.sh" && { ! declare -F role_undo >/dev/null || role_undo; })
  done
}

remove_packages() {
  local added=()
  [ ! -e "$etc/packages" ] || mapfile -t added < <(sort -u "$etc/packages")
  [ "${#added[@]}" -gt 0 ] || return 0
  apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 purge "${added[@]}" >/dev/null
  say "packages ${added[*]}"
}

# Those of the lab, and those that Debian's packages leave behind.
remove_accounts() {
  local user users=(lab)
  mapfile -t -O 1 users < <({ cat "$etc/accounts" 2>/dev/null; cat "$roles"/*.conf 2>/dev/null | awk '$1 == "user" { print $2 }'; } | sort -u)
  for user in "${users[@]}"; do
    getent passwd "$user" >/dev/null || continue
    pkill -KILL -u "$user" || true
    userdel "$user"
    say "user $user"
  done
}

remove_files() {
  rm -f /etc/sudoers.d/mysql-group-lab /usr/local/sbin/lab-host /usr/local/bin/lab \
    /etc/systemd/journald.conf.d/mysql-group-lab.conf
  rm -rf "$parts" /opt/mysql-group-lab "$state"
  say "$state"
}

# Taken from the notes before they go, too.
wake_upgrades() {
  [ ! -e "$etc/upgrades" ] || xargs systemctl -q enable --now <"$etc/upgrades"
}

main() {
  [ "$(id -u)" -eq 0 ] || { printf 'This changes the machine and needs root\n  Next: sudo %s\n' "$0" >&2; exit 1; }
  # shellcheck source=/dev/null
  [ ! -e "$parts/role.sh" ] || . "$parts/role.sh"
  stop_services
  nft delete table inet lab_fault 2>/dev/null || true
  remove_role_files
  remove_packages
  remove_accounts
  remove_files
  wake_upgrades
  rm -rf "$etc"
  systemctl daemon-reload
}

main
