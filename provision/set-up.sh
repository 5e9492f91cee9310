#!/usr/bin/env bash
# Sets this machine up for its host of the lab, from what the host's role says in its machine.conf. Safe to run again.
# Beside the folder of this file lies roles/, with the role's folder and those of the roles that run beside it.
# LAB_HOST is the host's name, LAB_HOSTS all hosts ("mysql-1=53=mysql …"), LAB_PREFIX the lab's network, LAB_PUBLIC_KEY
# the key of the lab's tools. LAB_IS_VAGRANT is set where Vagrant forwards ports to the machine; LAB_OWNER_KEY is the key of
# the person who made the machine, which takes the place of those in LAB_KEYS_OF_BOXES. LAB_LIMITS, "valkey=0.25=128 …", is how
# many processors and MB of memory the service of a role may take.
set -euo pipefail

: "${LAB_HOST:?}" "${LAB_HOSTS:?}" "${LAB_PREFIX:?}" "${LAB_PUBLIC_KEY:?}"
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=steps.sh
. "$here/steps.sh"
# shellcheck source-path=SCRIPTDIR source=lab-host/role.sh
. "$here/lab-host/role.sh"

# What lab-host has to know of the role later, also when the role's folder is gone.
need_role_files() {
  local folder=$1 name=${1##*/}
  put "$roles/$name.conf" 644 <"$folder/machine.conf" || true
  if [ -e "$folder/machine.sh" ]; then
    put "$roles/$name.sh" 644 <"$folder/machine.sh" || true
  fi
  need_copies "$folder"
}

# Files of the role's folder that its service runs or reads; the place of several is a folder.
need_copies() {
  local folder=$1 name mode place path
  while read -r name mode place; do
    for path in "$folder"/$name; do
      put "${place/%\//\/${path##*/}}" "$mode" <"$path" || true
    done
  done < <(role_lines copy "$folder/machine.conf")
}

# The role's unit, or what the lab adds to the unit of a package. A package's service is not started by its package:
# it starts when the tools have given it its files.
need_service() {
  local folder=$1 name file
  read -r name file < <(role_value unit "$folder/machine.conf")
  case $file in
  *.service) need_unit "/etc/systemd/system/$name.service" "$folder/$file" ;;
  # One unit for all programs of the project that need nothing of their own.
  program) need_unit "/etc/systemd/system/${name%@*}@.service" "$here/units/program@.service" ;;
  *)
    [ -e "$etc/provisioned" ] || systemctl -q stop "$name" || true
    need_unit "/etc/systemd/system/$name.service.d/mysql-group-lab.conf" "$folder/$file"
    ;;
  esac
  apply_units
  need_enabled "$name"
  # What runs on every machine waits for the tools only where it wants files of them.
  [ "$(role_value beside "$folder/machine.conf")" != machines ] || systemctl start --no-block "$name"
}

# One rule for each port of the machine's services: who may come in.
firewall_rules() {
  local conf name number word from
  for conf in "${folders[@]/%//machine.conf}"; do
    while read -r name number word from; do
      firewall_rule "$name" "$number" "$from"
    done < <(role_lines port "$conf")
  done
}

# The machine's own role, then those of the hosts that share it, then those that run beside it: the roles that came with
# this script.
all_folders() {
  local conf name
  for name in $(own roles); do [ ! -d "$here/../roles/$name" ] || printf '%s\n' "$here/../roles/$name"; done
  for conf in "$here"/../roles/*/machine.conf; do
    name=${conf%/machine.conf}
    name=${name##*/}
    grep -qx "$name" <(own roles) || printf '%s\n' "${conf%/machine.conf}"
  done
}

# The words after this one in the machine.conf of all roles of the machine.
all_lines() {
  local conf
  for conf in "${folders[@]/%//machine.conf}"; do role_lines "$1" "$conf"; done
}

main() {
  local packages programs folder user
  [ "$(id -u)" -eq 0 ] || fail 'This script changes the machine and needs root' "sudo $0"
  role=$(own role)
  [ -d "$here/../roles/$role" ] || fail "There is no folder of the role \"$role\"" "$again"
  mapfile -t folders < <(all_folders)
  mapfile -t packages < <(all_lines package | sort -u)
  need_name
  need_packages "${every_machine_needs[@]}" "${packages[@]}"
  need_lab_user
  need_owner_key
  need_lab_host
  need_journal_limit
  for user in $(all_lines user); do need_user "$user"; done
  mapfile -t programs < <(all_lines program)
  need_programs "${programs[@]}"
  for folder in "${folders[@]}"; do
    # What is special to the role, such as the tools on the first web machine.
    # shellcheck source=/dev/null
    [ ! -e "$folder/set-up.sh" ] || . "$folder/set-up.sh"
    need_limits "$(role_unit "$folder/machine.conf")" "$(limits_of "${folder##*/}")"
    need_role_files "$folder"
    need_service "$folder"
  done
  need_firewall "$(firewall_rules)"
  finish
}

main
