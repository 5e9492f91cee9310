# shellcheck shell=bash
# What the machine.conf of a role says. Provisioning reads it from the role's folder, lab-host from the copy below /etc.

# role_lines WORD [FILE]: the rest of each line that begins with the word.
role_lines() {
  awk -v word="$1" '$1 == word { sub(/^[ \t]*[^ \t]+[ \t]*/, ""); print }' "${2:-$role_conf}"
}

# role_value WORD [FILE]: the same where there is one such line; nothing where there is none.
role_value() {
  role_lines "$@" | head -n 1
}

# role_unit [FILE]: the name of the role's unit.
role_unit() {
  local name _
  read -r name _ < <(role_value unit "${1:-$role_conf}")
  printf '%s' "$name"
}

# forget_state UNIT: the folder that systemd makes for a program of the project; a package's is its role's matter.
forget_state() {
  case $1 in mysql-group-lab@*) rm -rf "/var/lib/lab-${1#*@}" ;; esac
}
