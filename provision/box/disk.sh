# shellcheck shell=bash disable=SC2154 # build.sh sets the other variables
# A disk image with a kernel and a boot loader, made without mounting anything: a virtual machine boots it by its BIOS.

disk_label=lab-root
disk_gb=16
first_sector=2048

require_disk_tools() {
  require_tool qemu-img qemu-utils
  require_tool sfdisk fdisk
  require_tool mke2fs e2fsprogs
  [ "$(dpkg --print-architecture)" = amd64 ] ||
    fail 'A disk of packages boots by the BIOS of amd64 alone, and this machine has another processor' "./lab box --provider $provider"
}

# Debian's kernel for clouds is a third of the other, and has no driver for VirtualBox's disks.
kernel_package() {
  if is_ubuntu; then
    printf linux-image-virtual
  elif [ "$provider" = virtualbox ]; then
    printf linux-image-amd64
  else
    printf linux-image-cloud-amd64
  fi
}

# The kernel is found by the links that its package keeps, also after an upgrade: /boot/vmlinuz or /vmlinuz.
install_kernel() {
  local root=$1
  printf 'LABEL=%s / ext4 noatime 0 1\n' "$disk_label" >"$root/etc/fstab"
  add_packages "$root" "$(kernel_package)" initramfs-tools systemd-resolved grub-pc-bin
  make_boot_loader "$root"
  logged apt-get in_root "$root" apt-get -q -y purge --auto-remove grub-pc-bin
  in_root "$root" systemctl -q enable systemd-resolved
  ln -sf /run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
}

# GRUB's first sector, and behind it all else of GRUB with the one thing it does. Figures of how memory is used, which newer
# kernels collect by themselves, would cost an emulated processor a tenth of its time.
make_boot_loader() {
  local root=$1 links="" folder=/usr/lib/grub/i386-pc
  [ ! -e "$root/boot/vmlinuz" ] || links=/boot
  cat >"$root/root/grub.cfg" <<CONFIG
search.fs_label $disk_label root
linux $links/vmlinuz root=LABEL=$disk_label ro quiet damon_stat.enabled=0 net.ifnames=0 console=ttyS0,115200 console=tty0
initrd $links/initrd.img
boot
CONFIG
  logged grub-mkimage in_root "$root" grub-mkimage -O i386-pc -p / -c /root/grub.cfg -o /root/core.img \
    biosdisk part_msdos ext2 search_label linux
  cp "$root$folder/boot.img" "$root/root/core.img" "$work"
  rm "$root/root/grub.cfg" "$root/root/core.img"
}

# make_disk ROOT FILE: consumes the root, which would take the room twice.
make_disk() {
  local root=$1 disk=$2 bytes_per_sector=512
  truncate -s "${disk_gb}G" "$disk"
  logged sfdisk sfdisk -q "$disk" <<<"label: dos
start=$first_sector, type=83, bootable"
  logged mke2fs mke2fs -q -F -t ext4 -m 0 -L "$disk_label" -O '^metadata_csum_seed' -d "$root" \
    -E "offset=$((first_sector * bytes_per_sector)),lazy_itable_init=1" "$disk" "$((disk_gb * 1024 - 1))M"
  rm -rf "$root"
  # 440 bytes of the first sector are code; the table of partitions follows.
  dd if="$work/boot.img" of="$disk" bs=440 count=1 conv=notrunc status=none
  dd if="$work/core.img" of="$disk" bs="$bytes_per_sector" seek=1 conv=notrunc status=none
}
