# shellcheck shell=bash
# What every machine of the lab needs; sourced by mysql.sh, haproxy.sh and web.sh. Each step looks before it acts and
# says what it changed, so that a second run changes nothing and says so.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
etc=/etc/mysql-group-lab
state=/var/lib/mysql-group-lab
changes=0
units_changed=no
again='vagrant provision, or: ./lab --target ssh up'
prefix=${LAB_PREFIX:?LAB_PREFIX is not set: the lab network, such as 172.28.17}
LAB_HOST_ROLE=${LAB_HOST_ROLE:?}
export DEBIAN_FRONTEND=noninteractive

changed() {
  changes=$((changes + 1))
  printf 'changed: %s\n' "$*"
}

fail() {
  printf '%s\n  Next: %s\n' "$1" "$2" >&2
  exit 1
}

# The address of a host, from LAB_HOSTS: "mysql-1=53 mysql-2=54 …".
address_of() {
  local pair
  for pair in ${LAB_HOSTS:?LAB_HOSTS is not set: the last numbers, such as mysql-1=53}; do
    [ "${pair%%=*}" != "$1" ] || printf '%s.%s' "$prefix" "${pair#*=}"
  done
}

member_addresses() {
  local pair list=
  for pair in $LAB_HOSTS; do
    case $pair in mysql*) list+="${list:+, }$prefix.${pair#*=}" ;; esac
  done
  printf '%s' "$list"
}

# put PATH MODE [OWNER]: writes standard input there, whole or not at all; does nothing where it is there already.
put() {
  local path=$1 mode=$2 owner=${3:-root:root} new
  new=$(mktemp)
  cat >"$new"
  if cmp -s "$new" "$path" && [ "$(stat -c '%a %U:%G' "$path")" = "$mode $owner" ]; then
    rm "$new"
    return 1
  fi
  mkdir -p "$(dirname "$path")"
  install -m "$mode" -o "${owner%:*}" -g "${owner#*:}" "$new" "$path.new"
  mv "$path.new" "$path"
  rm "$new"
  changed "$path"
}

need_dir() {
  [ "$(stat -c '%a %U:%G' "$1" 2>/dev/null)" != "$2 $3" ] || return 0
  install -d -m "$2" -o "${3%:*}" -g "${3#*:}" "$1"
  changed "$1"
}

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
  local code=0 policy=/usr/sbin/policy-rc.d before
  before=$(installed_packages)
  [ -e "$policy" ] || printf '#!/bin/sh\nexit 101 # mysql-group-lab\n' | install -m 755 /dev/stdin "$policy"
  dpkg --force-confold --configure -a >/dev/null || true
  apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" >/dev/null || code=$?
  ! grep -q mysql-group-lab "$policy" || rm "$policy"
  mkdir -p "$etc"
  comm -13 <(printf '%s\n' "$before") <(installed_packages) >>"$etc/packages"
  return "$code"
}

# What undo.sh has to take away again is what was not there before.
installed_packages() {
  dpkg-query -W -f '${Package}\n' | sort
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

need_user() {
  local user=$1 home=$2
  ! getent passwd "$user" >/dev/null || return 0
  useradd --system --create-home --home-dir "$home" --shell /bin/bash "$user"
  changed "user $user"
}

# The web machine's tools come in as `lab`, with the key made for this lab, and may run one program as root.
need_lab_user() {
  need_user lab "$state"
  need_dir "$state" 700 lab:lab
  need_dir "$state/.ssh" 700 lab:lab
  put "$state/.ssh/authorized_keys" 600 lab:lab <<<"${LAB_PUBLIC_KEY:?LAB_PUBLIC_KEY is not set}" || true
  put /etc/sudoers.d/mysql-group-lab 440 <<<'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
lab ALL=(root) NOPASSWD: /usr/local/sbin/lab-host' || true
  need_lab_host
  need_dir "$etc" 755 root:root
  put "$etc/host.env" 644 <<<"LAB_ADDRESS=$(address_of "${LAB_HOST:?LAB_HOST is not set}")
LAB_ROLE=$1
LAB_PREFIX=$prefix" || true
}

need_lab_host() {
  local part
  for part in check.sh files.sh log.sh data.sh service.sh network.sh slow.sh delay.pl; do
    put "/usr/local/lib/mysql-group-lab/$part" 644 <"$here/lab-host/$part" || true
  done
  put /usr/local/sbin/lab-host 755 <"$here/lab-host/main.sh" || true
}

need_journal_limit() {
  if put /etc/systemd/journald.conf.d/mysql-group-lab.conf 644 <"$here/units/journald.conf"; then
    systemctl restart systemd-journald
  fi
}

need_unit() {
  if put "/etc/systemd/system/$1" 644 <"$here/units/$2"; then units_changed=yes; fi
}

apply_units() {
  [ "$units_changed" = no ] || systemctl daemon-reload
}

need_enabled() {
  systemctl -q is-enabled "$1" 2>/dev/null && return
  systemctl -q enable "$1"
  changed "$1 starts with the machine"
}

# need_firewall RULE ...: lets in what the rules say, people by SSH, and nothing else.
need_firewall() {
  local text
  [ -e "$etc/shut-out.nft" ] || : >"$etc/shut-out.nft"
  text=$(printf '    %s\n' "$@")
  if sed "s|^ *RULES\$|RULES|" "$here/firewall.nft" | awk -v rules="$text" '$0 == "RULES" {print rules; next} {print}' |
    put "$etc/firewall.nft" 644; then
    systemctl -q is-active mysql-group-lab-firewall && systemctl reload mysql-group-lab-firewall
  fi
  need_unit mysql-group-lab-firewall.service firewall.service
  apply_units
  need_enabled mysql-group-lab-firewall
  systemctl start mysql-group-lab-firewall
}

need_common() {
  [ "$(id -u)" -eq 0 ] || fail 'This script changes the machine and needs root' "sudo $0"
  need_packages sudo nftables iproute2 iputils-ping perl "$@"
  need_lab_user "$LAB_HOST_ROLE"
  need_journal_limit
}

finish() {
  apply_units
  put "$etc/provisioned" 644 <<<"$LAB_HOST_ROLE" || true
  if [ "$changes" -eq 0 ]; then printf '%s: no change\n' "$LAB_HOST"; else printf '%s: %s changes\n' "$LAB_HOST" "$changes"; fi
}
