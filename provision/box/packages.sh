# shellcheck shell=bash disable=SC2154 # build.sh sets the other variables
# What the machines need beyond the system: what set-up.sh would install on each, and the web machine's modules.

list_packages() {
  awk '$1 == "package" { print $2 }' "$project"/roles/*/machine.conf
  (. "$project/provision/steps.sh" && printf '%s\n' "${every_machine_needs[@]}")
}

install_all() {
  install_packages "$1"
  install_modules "$1"
}

# Their servers do not start here, nor on a machine before they have their files: set-up.sh has those start that belong
# to the machine.
install_packages() {
  local root=$1 packages units
  mapfile -t packages < <(list_packages)
  add_packages "$root" "${packages[@]}"
  mapfile -t units < <(awk '$1 == "unit" && $3 ~ /\.conf$/ { print $2 }' "$project"/roles/*/machine.conf)
  chroot "$root" systemctl -q disable "${units[@]}" apt-daily.timer apt-daily-upgrade.timer
  find "$root/var/lib/mysql" -mindepth 1 -delete
}

# add_packages ROOT NAME …: no server starts.
add_packages() {
  local root=$1 policy=$1/usr/sbin/policy-rc.d
  shift
  printf '#!/bin/sh\nexit 101\n' | install -m 755 /dev/stdin "$policy"
  [ -n "$(ls "$root/var/lib/apt/lists")" ] || logged 'apt-get update' in_root "$root" apt-get -qq update
  logged apt-get in_root "$root" apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends "$@"
  rm "$policy"
}

# The web machine's, where set-up.sh looks for them. npm goes again: it would be two files of three in the box.
install_modules() {
  local root=$1 folder=/opt/mysql-group-lab
  add_packages "$root" npm
  mkdir -p "$root$folder"
  cp "$project/package.json" "$project/package-lock.json" "$root$folder"
  # shellcheck disable=SC2016 # the words of the inner shell
  logged 'npm ci' in_root "$root" env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt NODE_DISABLE_COMPILE_CACHE=1 bash -c '
    cd "$1" && npm ci --omit=dev --ignore-scripts --no-fund --no-audit --loglevel=error &&
      sha256sum <package-lock.json >node_modules/.installed-from' install-modules "$folder"
  logged 'apt-get purge' in_root "$root" apt-get -q -y purge --autoremove npm
  rm -rf "$root$folder"/package*.json "$root/root/.npm"
}
