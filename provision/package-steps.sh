# shellcheck shell=bash disable=SC2154
# The steps that install packages; sourced by steps.sh.

is_installed() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'
}

need_packages() {
  local package missing=()
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ "${#missing[@]}" -gt 0 ] || return 0
  rest_from_upgrades
  apt-get -qq -o DPkg::Lock::Timeout=300 update ||
    fail 'apt-get update failed; its message is above' "mend the network or the package source, then: $again"
  install_packages "${missing[@]}" || install_packages "${missing[@]}" ||
    fail "apt-get could not install ${missing[*]}; its message is above" "mend the cause, then: $again"
  changed "packages ${missing[*]}"
}

# Without the packages' own first start of their servers: on a busy machine it fails now and then, and what it makes is
# thrown away. A second try settles what a first one left half done.
install_packages() {
  local code=0 policy=/usr/sbin/policy-rc.d before accounts
  before=$(installed_packages)
  accounts=$(list_accounts)
  [ -e "$policy" ] || printf '#!/bin/sh\nexit 101 # mysql-group-lab\n' | install -m 755 /dev/stdin "$policy"
  dpkg --force-confold --configure -a >/dev/null || true
  apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" >/dev/null || code=$?
  ! grep -q mysql-group-lab "$policy" || rm "$policy"
  mkdir -p "$etc"
  comm -13 <(printf '%s\n' "$before") <(installed_packages) >>"$etc/packages"
  comm -13 <(printf '%s\n' "$accounts") <(list_accounts) >>"$etc/accounts"
  return "$code"
}

# What undo.sh has to take away again is what was not there before.
installed_packages() {
  dpkg-query -W -f '${Package}\n' | sort
}

# Debian's packages leave theirs behind when they go.
list_accounts() {
  getent passwd | cut -d: -f1 | sort
}

# They take apt's lock for minutes after a boot, and restart MySQL at times that no person chose.
rest_from_upgrades() {
  local unit
  mkdir -p "$etc"
  for unit in apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service; do
    systemctl -q is-enabled "$unit" 2>/dev/null || continue
    systemctl -q disable --now "$unit"
    printf '%s\n' "$unit" >>"$etc/upgrades"
  done
}
