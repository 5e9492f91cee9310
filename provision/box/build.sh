#!/usr/bin/env bash
# build.sh [--provider lxc|libvirt|virtualbox] [--bare] [--check] [OUTPUT.box]
# Builds the lab's Vagrant box from the archive that this machine's own apt uses: Debian or Ubuntu with the packages of all
# machines, so that `vagrant up` needs no network. --bare leaves the packages out. --check says whether the box that
# Vagrant has is of what this checkout needs, and builds none. OUTPUT.box keeps the file, too. BOX_SUITE picks another
# release of the archive, BOX_NAME another name of the box. Needs root, and for lxc `provision/lxc/host.sh up`.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
box=mysql-group-lab
provider=lxc
is_bare=
is_check=
output=
work=
job=
watcher=

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n  Next: %s\n' "$1" "$2" >&2
  exit 1
}

# shellcheck source-path=SCRIPTDIR source=system.sh
. "$here/system.sh"
# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"
# shellcheck source-path=SCRIPTDIR source=disk.sh
. "$here/disk.sh"
# shellcheck source-path=SCRIPTDIR source=pack.sh
. "$here/pack.sh"
# shellcheck source-path=SCRIPTDIR source=check.sh
. "$here/check.sh"

read_words() {
  while [ "$#" -gt 0 ]; do
    case $1 in
    --provider)
      provider=${2:-}
      shift
      ;;
    --bare) is_bare=yes ;;
    --check) is_check=yes ;;
    -*) fail "build.sh does not know $1" 'build.sh [--provider lxc|libvirt|virtualbox] [--bare] [--check] [OUTPUT.box]' ;;
    *) output=$1 ;;
    esac
    shift
  done
  [[ $provider =~ ^(lxc|libvirt|virtualbox)$ ]] ||
    fail "There is no box of packages for the provider \"$provider\"" 'name one of: lxc, libvirt, virtualbox'
  box=${BOX_NAME:-$box${is_bare:+-bare}}
  [ -z "$output" ] || output=$(realpath -m "$output")
  again="./lab box --provider $provider --from packages${is_bare:+ --bare}"
}

is_container() { [ "$provider" = lxc ]; }

# Root runs the containers; virtual machines are those of the person who calls sudo.
as_owner() {
  if is_container || [ -z "${SUDO_USER:-}" ]; then
    "$@"
  else
    sudo --user="$SUDO_USER" --set-home "$@"
  fi
}

require() {
  local tool
  command -v apt-get >/dev/null || fail 'A box of packages is built on Debian or Ubuntu' "./lab box --provider $provider"
  [ "$(id -u)" -eq 0 ] || fail 'The box is built by root, who alone may own its files' "sudo $again"
  is_container || require_disk_tools
  for tool in debootstrap vagrant; do require_tool "$tool" "$tool"; done
}

# require_tool PROGRAM PACKAGE
require_tool() {
  command -v "$1" >/dev/null || fail "The program $1 is not installed" "apt-get install $2"
}

# step TITLE COMMAND …: says what is done and how long it took; on a terminal also what the step's log says just now.
step() {
  local title=$1 from=$SECONDS
  shift
  say "$title …"
  : >"$work/log"
  if [ -t 1 ]; then
    watch_log &
    watcher=$!
  fi
  "$@"
  end_watcher
  say "  done after $((SECONDS - from)) s"
}

end_watcher() {
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
  watcher=
}

watch_log() {
  while sleep 1; do printf '\r\033[K  %s\r' "$(tail -n 1 "$work/log" | cut -c 1-100)"; done
}

# logged WHAT COMMAND …: its output goes to the log, whose end is shown where it fails. It has a process group of its own,
# which an interruption ends at once.
logged() {
  local what=$1
  shift
  set -m
  "$@" >>"$work/log" 2>&1 &
  job=$!
  set +m
  wait "$job" || fail "$what failed: $(tail -n 3 "$work/log")" "mend the cause, then: $again"
  job=
}

# dpkg has each file written to the disk before the next: in memory that costs nothing.
make_work_folder() {
  local parent free
  work=$(mktemp -d "${TMPDIR:-/var/tmp}/lab-box.XXXXXX")
  parent=$(dirname "$work")
  trap clean_up EXIT
  trap 'fail "The box was not made: interrupted" "$again"' INT TERM HUP
  chmod 755 "$work"
  free=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
  if [ "$free" -ge $((room_mb + 2048)) ]; then
    mount -t tmpfs -o "mode=755,size=${room_mb}m" mysql-group-lab-box "$work"
  else
    require_room "$parent" "$room_mb" 'or name another folder in TMPDIR'
  fi
}

# require_room FOLDER MB ELSE
require_room() {
  local free
  free=$(df --output=avail -BM "$1" | tail -n 1 | tr -dc 0-9)
  [ "$free" -ge "$2" ] || fail "Making the box needs $2 MB of room in $1, and $free MB are free" "make room there, $3; then: $again"
}

clean_up() {
  end_watcher
  if [ -n "$job" ]; then
    kill -KILL -- "-$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
  fi
  ! mountpoint -q "$work" || umount --lazy "$work"
  rm -rf --one-file-system "$work"
}

build() {
  local suite mirror room_mb=4096 box_mb=1024 root
  suite=${BOX_SUITE:-$(default_suite)}
  mirror=$(own_mirror)
  [ -n "$mirror" ] || fail "apt knows no Debian or Ubuntu archive" 'apt-get update'
  is_container || room_mb=7168
  as_owner mkdir -p "$vagrant_home"
  require_room "$vagrant_home" "$box_mb" 'or name another folder in VAGRANT_HOME'
  make_work_folder
  root=$work/rootfs
  say "The box $box for $provider, of the suite $suite"
  step 'Unpacking the system' make_system "$root"
  if [ -z "$is_bare" ]; then step 'Installing what the machines need' install_all "$root"; fi
  is_container || step 'Installing a kernel' install_kernel "$root"
  shrink "$root"
  step 'Packing the box' "pack_$provider" "$root"
  say "The box has $(du -h "$work/lab.box" | cut -f1)"
  as_owner env VAGRANT_HOME="$vagrant_home" vagrant box add --force --name "$box" --provider "$provider" "$work/lab.box"
  [ -z "$output" ] || cp "$work/lab.box" "$output"
}

read_words "$@"
vagrant_home=$(find_vagrant_home)
if [ -n "$is_check" ]; then
  check
else
  require
  build
fi
