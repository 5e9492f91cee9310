#!/usr/bin/env bash
# Takes away what the scripts of provision/ put on this machine: the lab's data and passwords, its users, units and
# firewall, and the packages that were not there before.
set -euo pipefail
etc=/etc/mysql-group-lab
state=/var/lib/mysql-group-lab
systemd=/etc/systemd/system
export DEBIAN_FRONTEND=noninteractive

say() { printf 'removed: %s\n' "$*"; }

stop_units() {
  local unit
  for unit in mysql-group-lab-caretaker mysql-group-lab-api mysql-group-lab-firewall; do
    [ -e "$systemd/$unit.service" ] || continue
    systemctl -q disable --now "$unit"
    rm "$systemd/$unit.service"
    say "$unit"
  done
  systemctl -q stop mysql haproxy 2>/dev/null || true
  rm -rf "$systemd"/{mysql,haproxy}.service.d/mysql-group-lab.conf
  rmdir --ignore-fail-on-non-empty "$systemd"/{mysql,haproxy}.service.d 2>/dev/null || true
}

remove_packages() {
  local added=()
  [ ! -e "$etc/packages" ] || mapfile -t added < <(sort -u "$etc/packages")
  [ "${#added[@]}" -gt 0 ] || return 0
  # A database's package keeps its data unless it is told not to, and cannot ask here.
  [ ! -e "$state/initialised" ] || find /var/lib/mysql -mindepth 1 -delete
  apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 purge "${added[@]}" >/dev/null
  say "packages ${added[*]}"
}

# Debian's packages leave theirs behind.
remove_users() {
  local user users=(lab lab-api)
  ! grep -qsx mysql-server "$etc/packages" || users+=(mysql)
  ! grep -qsx haproxy "$etc/packages" || users+=(haproxy)
  for user in "${users[@]}"; do
    getent passwd "$user" >/dev/null || continue
    pkill -KILL -u "$user" || true
    userdel "$user"
    say "user $user"
  done
}

remove_files() {
  rm -f /etc/sudoers.d/mysql-group-lab /usr/local/sbin/lab-host /usr/local/bin/lab \
    /etc/systemd/journald.conf.d/mysql-group-lab.conf /etc/mysql/mysql.conf.d/{yy-lab-group,zz-lab-member}.cnf
  rm -rf /usr/local/lib/mysql-group-lab /opt/mysql-group-lab "$state" /tmp/mysql-group-lab /tmp/mysql-group-lab-{source,key}
  say "$state"
}

# Taken from the notes before they go, too.
wake_upgrades() {
  [ ! -e "$etc/upgrades" ] || xargs systemctl -q enable --now <"$etc/upgrades"
}

[ "$(id -u)" -eq 0 ] || { printf 'This changes the machine and needs root\n  Next: sudo %s\n' "$0" >&2; exit 1; }
stop_units
nft delete table inet lab_fault 2>/dev/null || true
remove_packages
remove_users
remove_files
wake_upgrades
rm -rf "$etc"
systemctl daemon-reload
