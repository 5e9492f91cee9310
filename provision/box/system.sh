# shellcheck shell=bash disable=SC2154 # build.sh sets the other variables
# The system that every box has: what debootstrap unpacks, Vagrant's user, and the first network interface by DHCP.

# Debian's MySQL lives in sid; Ubuntu has it in every release.
default_suite() {
  # shellcheck source=/dev/null
  . /etc/os-release
  if [ "$ID" = ubuntu ]; then printf '%s' "${UBUNTU_CODENAME:-resolute}"; else printf sid; fi
}

is_ubuntu() { grep -q '^ID=ubuntu' /etc/os-release; }

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

make_system() {
  local root=$1
  unpack_system "$root"
  write_files "$root"
  authorize_vagrant "$root"
  enable_units "$root"
}

# Ubuntu's Node is in its second component.
unpack_system() {
  local root=$1 components=main include=openssh-server,openssh-client,sudo,systemd,systemd-sysv,dbus,iproute2
  include+=,ca-certificates,iputils-ping,netbase,rsync,curl,procps,gnupg
  ! is_ubuntu || components=main,universe
  logged debootstrap contained debootstrap --variant=minbase --components="$components" --include="$include" \
    "$suite" "$root" "$mirror"
}

write_files() {
  local root=$1
  name_resolver "$root"
  age_settings >"$root/etc/apt/apt.conf.d/90lab-box"
  printf '[Match]\nName=eth0\n[Network]\nDHCP=yes\nLinkLocalAddressing=no\n' >"$root/etc/systemd/network/eth0.network"
  printf 'vagrant ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/vagrant"
  chmod 440 "$root/etc/sudoers.d/vagrant"
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  # Where it is missing, PAM writes an error at each login and each sudo.
  : >"$root/etc/default/locale"
  # People ping, as most systems let them.
  printf 'net.ipv4.ping_group_range = 0 2147483647\n' >"$root/etc/sysctl.d/90-lab-box.conf"
  # Where this machine trusts an authority of its own, so does the box: a proxy's, mostly.
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \; 2>/dev/null || true
}

# The machine's own resolver does not run in a container: names go to the bridge's. A virtual machine gets its own later.
name_resolver() {
  local root=$1 gateway
  if ! is_container; then
    cat /etc/resolv.conf >"$root/etc/resolv.conf"
    return
  fi
  gateway=$(ip -4 -o address show lxcbr0 | awk '{split($4, a, "/"); print a[1]}')
  printf 'nameserver %s\n' "${gateway:-10.0.3.1}" >"$root/etc/resolv.conf"
}

# The public key that every Vagrant has; Vagrant replaces it with one of its own at the first `up`.
authorize_vagrant() {
  local root=$1 home=$1/home/vagrant
  chroot "$root" useradd --create-home --shell /bin/bash vagrant
  install -d -m 700 "$home/.ssh"
  install -m 600 "$project/scripts/box/vagrant.pub" "$home/.ssh/authorized_keys"
  chroot "$root" chown -R vagrant:vagrant /home/vagrant
}

enable_units() {
  chroot "$1" systemctl enable systemd-networkd ssh >/dev/null 2>&1
  chroot "$1" systemctl mask systemd-networkd-wait-online >/dev/null 2>&1 || true
  ! is_container || chroot "$1" systemctl mask systemd-resolved >/dev/null 2>&1 || true
  chroot "$1" update-ca-certificates >/dev/null 2>&1
}

# contained COMMAND …: with a list of processes and of mounts of its own, which nothing outlives.
contained() { unshare --mount-proc --mount --pid --fork --kill-child "$@"; }

in_root() {
  local root=$1
  shift
  # shellcheck disable=SC2016 # the words of the inner shell
  contained bash -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' in-root "$root" \
    env DEBIAN_FRONTEND=noninteractive HOME=/root LC_ALL=C "$@"
}

# What belongs to one machine alone, such as its keys, is made when it boots for the first time. D-Bus has a copy of the machine's
# id, which systemd would take over: all machines would be one to a DHCP server.
shrink() {
  chroot "$1" apt-get clean
  rm -rf "$1"/var/lib/apt/lists/* "$1"/usr/share/{doc,man,locale}/* "$1"/var/cache/debconf/*-old
  rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/machine-id "$1"/var/lib/dbus/machine-id "$1"/etc/hostname
  : >"$1/etc/machine-id"
  install -d "$1/etc/systemd/system/ssh.service.d"
  printf '[Service]\nExecStartPre=\nExecStartPre=/usr/bin/ssh-keygen -A\nExecStartPre=/usr/sbin/sshd -t\n' \
    >"$1/etc/systemd/system/ssh.service.d/keys.conf"
}
