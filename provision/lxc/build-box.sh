#!/usr/bin/env bash
# build-box.sh [OUTPUT.box]
# Builds the Vagrant box of a bare Debian or Ubuntu for the lxc provider, from the archive that this machine's own apt
# uses. Needs root and `host.sh up`. Takes a minute; the box has 100 MB and is added to Vagrant as "mysql-group-lab".
# BOX_SUITE picks another release of the archive, BOX_NAME another name.
set -euo pipefail

output=$(realpath -m "${1:-.vagrant/mysql-group-lab.box}")
name=${BOX_NAME:-mysql-group-lab}
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
  key=$(find / -xdev -path '*vagrant*/keys/vagrant.pub*' -not -path '*/proc/*' 2>/dev/null | head -n 1)
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
  printf '{"provider": "lxc", "version": "1.0.0"}\n' >"$work/metadata.json"
  printf 'lxc.apparmor.profile = unconfined\nlxc.mount.auto = proc:mixed sys:mixed cgroup:mixed\n' >"$work/lxc-config"
  tar -C "$work" --numeric-owner -czf "$work/rootfs.tar.gz" ./rootfs
  mkdir -p "$(dirname "$output")"
  tar -C "$work" -cf "$output" metadata.json lxc-config rootfs.tar.gz
}

clean_up() {
  [ -z "$work" ] || rm -rf --one-file-system "$work"
}

main() {
  require
  suite=${BOX_SUITE:-$(default_suite)}
  mirror=$(own_mirror)
  [ -n "$mirror" ] || fail "apt knows no Debian or Ubuntu archive" 'apt-get update'
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/lab-box.XXXXXX")
  trap clean_up EXIT
  say "Building the box from the suite $suite …"
  debootstrap_root "$work/rootfs"
  write_files "$work/rootfs"
  authorize_vagrant "$work/rootfs"
  enable_units "$work/rootfs"
  shrink "$work/rootfs"
  say 'Packing it …'
  pack
  say "$output has $(du -h "$output" | cut -f1)"
  vagrant box add --force --name "$name" --provider lxc "$output"
}

main
