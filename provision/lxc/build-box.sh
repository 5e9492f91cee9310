#!/usr/bin/env bash
# build-box.sh [--check] [--bare] [OUTPUT.box]
# Builds the lab's Vagrant box for the lxc provider, from the archive that this machine's own apt uses: Debian or Ubuntu
# with the packages of all machines, so that `vagrant up` needs no network. --bare leaves the packages out.
# --check says whether the box that Vagrant has is of what this checkout needs, and builds none. Needs root and `host.sh up`. BOX_SUITE picks another release of the archive, BOX_NAME another name of the box.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
name=mysql-group-lab
is_bare=
is_check=
if [ "${1:-}" = --check ]; then
  is_check=yes
  shift
fi
if [ "${1:-}" = --bare ]; then
  is_bare=yes
  name+=-bare
  shift
fi
name=${BOX_NAME:-$name}
output=$(realpath -m "${1:-.vagrant/$name.box}")
work=

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n  Next: %s\n' "$1" "$2" >&2
  exit 1
}

require() {
  [ "$(id -u)" -eq 0 ] || fail 'The box is built by root, who alone may own its files' "sudo $0"
  command -v debootstrap >/dev/null || fail 'debootstrap is not installed' 'provision/lxc/host.sh up'
  command -v vagrant >/dev/null || fail 'Vagrant is not installed' 'provision/lxc/host.sh up'
}

# Debian's MySQL lives in sid; Ubuntu has it in every release.
default_suite() {
  # shellcheck source=/dev/null
  . /etc/os-release
  if [ "$ID" = ubuntu ]; then printf '%s' "${UBUNTU_CODENAME:-resolute}"; else printf sid; fi
}

own_mirror() {
  # shellcheck disable=SC2016 # apt's own placeholders
  apt-get indextargets --format '$(ORIGIN) $(SITE)' 'Created-By: Packages' |
    awk '($1 == "Debian" || $1 == "Ubuntu") && $2 !~ /security/ {print $2; exit}'
}

# A mirror may lag half a year behind with its signed lists. The box uses the mirror of this machine: where this machine's
# apt does not check the age of lists, the box cannot.
age_settings() {
  printf 'Acquire::Min-ValidTime "15552000";\n'
  apt-config dump --format '%f "%v";%n' Acquire::Check-Valid-Until Acquire::Check-Date | grep '"false"' || true
}

debootstrap_root() {
  local include=openssh-server,openssh-client,sudo,systemd,systemd-sysv,dbus,iproute2,ca-certificates,iputils-ping
  include+=,netbase,rsync,curl,procps,gnupg
  debootstrap --variant=minbase --include="$include" "$suite" "$1" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    fail "debootstrap failed: $(tail -n 3 "$work/debootstrap.log")" 'mend the cause, then repeat'
}

write_files() {
  local root=$1 gateway
  gateway=$(ip -4 -o address show lxcbr0 | awk '{split($4, a, "/"); print a[1]}')
  # The machine's own resolver does not run in a container: names go to the bridge's.
  printf 'nameserver %s\n' "${gateway:-10.0.3.1}" >"$root/etc/resolv.conf"
  age_settings >"$root/etc/apt/apt.conf.d/90lab-box"
  printf '[Match]\nName=eth0\n[Network]\nDHCP=yes\nLinkLocalAddressing=no\n' >"$root/etc/systemd/network/eth0.network"
  printf 'vagrant ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/vagrant"
  chmod 440 "$root/etc/sudoers.d/vagrant"
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  # Where this machine trusts an authority of its own, so does the box: a proxy's, mostly.
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \; 2>/dev/null || true
}

# The public key that every Vagrant has; Vagrant replaces it with one of its own at the first `up`.
authorize_vagrant() {
  local root=$1 home=$1/home/vagrant key
  chroot "$root" useradd --create-home --shell /bin/bash vagrant
  install -d -m 700 "$home/.ssh"
  key=$(dpkg -L vagrant 2>/dev/null | grep -m 1 -E '/keys/vagrant\.pub(\.rsa)?$' || true)
  [ -n "$key" ] || fail "Vagrant's own public key was not found" 'install vagrant from its package'
  cat "$key" >"$home/.ssh/authorized_keys"
  chmod 600 "$home/.ssh/authorized_keys"
  chroot "$root" chown -R vagrant:vagrant /home/vagrant
}

enable_units() {
  chroot "$1" systemctl enable systemd-networkd ssh >/dev/null 2>&1
  chroot "$1" systemctl mask systemd-resolved systemd-networkd-wait-online >/dev/null 2>&1 || true
  chroot "$1" update-ca-certificates >/dev/null 2>&1
}

# in_root ROOT COMMAND …: with a process list of its own, which nothing outlives.
in_root() {
  local root=$1
  shift
  # shellcheck disable=SC2016 # the words of the inner shell
  unshare --mount --pid --fork bash -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' in-root "$root" \
    env DEBIAN_FRONTEND=noninteractive HOME=/root LC_ALL=C "$@"
}

list_packages() {
  awk '$1 == "package" { print $2 }' "$project"/roles/*/machine.conf
  (. "$project/provision/steps.sh" && printf '%s\n' "${every_machine_needs[@]}")
}

# The packages and modules that a box of this checkout has.
content_sum() {
  { [ -n "$is_bare" ] || { list_packages && cat "$project/package-lock.json"; }; } | sha256sum | cut -d ' ' -f 1
}

# What set-up.sh would install on each machine. Their servers do not start here, nor on a machine before they have their
# files: set-up.sh has those start that belong to the machine.
install_packages() {
  local root=$1 packages units
  mapfile -t packages < <(list_packages)
  printf '#!/bin/sh\nexit 101\n' | install -m 755 /dev/stdin "$root/usr/sbin/policy-rc.d"
  {
    in_root "$root" apt-get -qq update &&
      in_root "$root" apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "${packages[@]}"
  } >"$work/apt.log" 2>&1 || fail "apt-get failed: $(tail -n 3 "$work/apt.log")" 'mend the cause, then repeat'
  rm "$root/usr/sbin/policy-rc.d"
  mapfile -t units < <(awk '$1 == "unit" && $3 ~ /\.conf$/ { print $2 }' "$project"/roles/*/machine.conf)
  chroot "$root" systemctl -q disable "${units[@]}" apt-daily.timer apt-daily-upgrade.timer
  find "$root/var/lib/mysql" -mindepth 1 -delete
}

# The web machine's, where set-up.sh looks for them.
install_modules() {
  local root=$1 folder=/opt/mysql-group-lab
  mkdir -p "$root$folder"
  cp "$project/package.json" "$project/package-lock.json" "$root$folder"
  # shellcheck disable=SC2016 # the words of the inner shell
  in_root "$root" env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt NODE_DISABLE_COMPILE_CACHE=1 bash -c '
    cd "$1" && npm ci --omit=dev --ignore-scripts --no-fund --no-audit --loglevel=error &&
      sha256sum <package-lock.json >node_modules/.installed-from' install-modules "$folder" >"$work/npm.log" 2>&1 ||
    fail "npm ci failed: $(tail -n 3 "$work/npm.log")" 'mend the cause, then repeat'
  rm -rf "$root$folder"/package*.json "$root/root/.npm"
}

shrink() {
  chroot "$1" apt-get clean
  rm -rf "$1"/var/lib/apt/lists/* "$1"/usr/share/{doc,man,locale}/* "$1"/var/cache/debconf/*-old
  rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/machine-id "$1"/etc/hostname
  : >"$1/etc/machine-id"
  # A key is every machine's own.
  install -d "$1/etc/systemd/system/ssh.service.d"
  printf '[Service]\nExecStartPre=\nExecStartPre=/usr/bin/ssh-keygen -A\nExecStartPre=/usr/sbin/sshd -t\n' \
    >"$1/etc/systemd/system/ssh.service.d/keys.conf"
}

pack() {
  printf '{"provider": "lxc", "version": "1.0.0", "lab": {"made": "%s", "suite": "%s", "content": "%s"}}\n' \
    "$(date +%F)" "$suite" "$(content_sum)" >"$work/metadata.json"
  printf 'lxc.apparmor.profile = unconfined\nlxc.mount.auto = proc:mixed sys:mixed cgroup:mixed\n' >"$work/lxc-config"
  tar -C "$work" --numeric-owner -I 'gzip -1' -cf "$work/rootfs.tar.gz" ./rootfs
  mkdir -p "$(dirname "$output")"
  tar -C "$work" -cf "$output" metadata.json lxc-config rootfs.tar.gz
}

# dpkg has each file written to the disk before the next: in memory that costs nothing.
make_work_folder() {
  local free
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/lab-box.XXXXXX")
  trap clean_up EXIT
  free=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
  [ "$free" -lt 6144 ] || mount -t tmpfs -o mode=755,size=4g mysql-group-lab-box "$work"
}

clean_up() {
  ! mountpoint -q "$work" || umount "$work"
  rm -rf --one-file-system "$work"
}

fact() { sed -n "s/.*\"$2\": \"\([^\"]*\)\".*/\1/p" "$1"; }

# A quarter of a year is what the archives take to mend much of what the packages have.
check() {
  local metadata made again="provision/lxc/build-box.sh${is_bare:+ --bare}"
  metadata=$(find "${VAGRANT_HOME:-$HOME/.vagrant.d}/boxes/$name" -path '*/lxc/metadata.json' 2>/dev/null | head -n 1)
  [ -n "$metadata" ] || fail "Vagrant has no box $name for lxc" "$again"
  made=$(fact "$metadata" made)
  [ -n "$made" ] || fail "The box $name does not say what it was made of" "$again"
  [ "$(fact "$metadata" content)" = "$(content_sum)" ] ||
    fail "The box of $made is out of date: this checkout needs other packages" "$again"
  [ "$(date -d "$made + 90 days" +%s)" -gt "$(date +%s)" ] ||
    fail "The box of $made is out of date: its packages are older than 90 days" "$again"
  say "The box of $made is up to date."
}

main() {
  if [ -n "$is_check" ]; then
    check
    return
  fi
  require
  suite=${BOX_SUITE:-$(default_suite)}
  mirror=$(own_mirror)
  [ -n "$mirror" ] || fail "apt knows no Debian or Ubuntu archive" 'apt-get update'
  make_work_folder
  say "Building the box $name from the suite $suite …"
  debootstrap_root "$work/rootfs"
  write_files "$work/rootfs"
  authorize_vagrant "$work/rootfs"
  enable_units "$work/rootfs"
  if [ -z "$is_bare" ]; then
    say 'Installing what the machines need …'
    install_packages "$work/rootfs"
    install_modules "$work/rootfs"
  fi
  shrink "$work/rootfs"
  say 'Packing it …'
  pack
  say "$output has $(du -h "$output" | cut -f1)"
  vagrant box add --force --name "$name" --provider lxc "$output"
}

main
