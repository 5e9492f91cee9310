# shellcheck shell=bash disable=SC2154 # build.sh sets the other variables
# The three forms of the box, each as its provider takes it.

# pack_files FILE …: names of files in the work folder.
pack_files() { tar -C "$work" -cf "$work/lab.box" metadata.json "$@"; }

# write_metadata FIELD …: what the provider reads, and what `--check` reads.
write_metadata() {
  printf '{"provider": "%s", %s"lab": {"made": "%s", "suite": "%s", "content": "%s"}}\n' \
    "$provider" "${1:-}" "$(date +%F)" "$suite" "$(content_sum)" >"$work/metadata.json"
}

pack_lxc() {
  write_metadata '"version": "1.0.0", '
  printf 'lxc.apparmor.profile = unconfined\nlxc.mount.auto = proc:mixed sys:mixed cgroup:mixed\n' >"$work/lxc-config"
  tar -C "$work" --numeric-owner -I 'gzip -1' -cf "$work/rootfs.tar.gz" ./rootfs
  cp "$here/lxc-template" "$work/"
  pack_files lxc-config lxc-template rootfs.tar.gz
}

pack_libvirt() {
  write_metadata "\"format\": \"qcow2\", \"virtual_size\": $disk_gb, "
  make_disk "$1" "$work/disk"
  logged qemu-img qemu-img convert -f raw -O qcow2 -c -o compression_type=zstd -W -m 4 "$work/disk" "$work/box.img"
  pack_files box.img
}

# VirtualBox imports a disk that can be read as a stream, as a machine's description says.
pack_virtualbox() {
  write_metadata
  make_disk "$1" "$work/disk"
  logged qemu-img qemu-img convert -f raw -O vmdk -o subformat=streamOptimized "$work/disk" "$work/box.vmdk"
  describe_machine >"$work/box.ovf"
  pack_files box.ovf box.vmdk
}

# The numbers are those of CIM's list of operating systems.
describe_machine() {
  local id=96 system='Debian GNU/Linux (64-bit)'
  ! is_ubuntu || { id=94 system='Ubuntu Linux (64-bit)'; }
  sed "s|{{disk}}|box.vmdk|; s|{{capacity}}|$((disk_gb << 30))|; s|{{systemId}}|$id|; s|{{system}}|$system|" \
    "$project/scripts/box/machine.ovf"
}
