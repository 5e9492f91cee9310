# shellcheck shell=bash disable=SC2154
# Files that the tools write. Each has its place and mode in machine.conf: the tools say no more than its name.

# place_of NAME: place, mode and group, or nothing where the role has no such file.
place_of() {
  role_lines file | awk -v name="$1" '$1 == name { print $3, $2, ($4 == "" ? "root" : $4); exit }'
  role_lines environment | awk -v name="$1" -v etc="$etc" '$1 == name { print etc "/" name, 600, "root"; exit }'
}

# put NAME: writes standard input to the file's place; prints "changed" or "same".
put() {
  local path mode group new
  read -r path mode group < <(place_of "$1") || true
  [ -n "$path" ] || fail "this machine has no file \"$1\""
  new=$(mktemp "$etc/.new.XXXXXX")
  cat >"$new"
  check_file "$1" "$new"
  if cmp -s "$new" "$path"; then
    rm "$new"
    printf 'same\n'
    return
  fi
  chgrp "$group" "$new"
  chmod "$mode" "$new"
  mv "$new" "$path"
  printf 'changed\n'
}

# Whether the tools have given this machine all of its files, and its data is there.
is_prepared() {
  local path _
  while read -r path _; do
    [ -e "$path" ] || return 1
  done < <(all_places)
  ! declare -F role_is_prepared >/dev/null || role_is_prepared
}

all_places() {
  role_lines file | awk '{ print $3 }'
  role_lines environment | awk -v etc="$etc" '{ print etc "/" $1 }'
}
