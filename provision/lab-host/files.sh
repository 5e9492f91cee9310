# shellcheck shell=bash disable=SC2154
# Files that the tools write, and who reads them.

place_of() {
  case $LAB_ROLE/$1 in
  mysql/group.cnf) printf '/etc/mysql/mysql.conf.d/yy-lab-group.cnf 644 root:root\n' ;;
  mysql/member.cnf) printf '/etc/mysql/mysql.conf.d/zz-lab-member.cnf 644 root:root\n' ;;
  haproxy/haproxy.cfg) printf '%s/haproxy.cfg 644 root:root\n' "$etc" ;;
  haproxy/haproxy.env) printf '%s/haproxy.env 600 root:root\n' "$etc" ;;
  web/api.env) printf '%s/api.env 600 root:root\n' "$etc" ;;
  *) fail "this machine has no file $1" ;;
  esac
}

# put NAME: writes standard input to the file's place; prints "changed" or "same".
put() {
  local path mode owner new
  read -r path mode owner < <(place_of "$1")
  [ -n "$path" ] || exit 1
  new=$(mktemp "$etc/.new.XXXXXX")
  cat >"$new"
  if cmp -s "$new" "$path"; then
    rm "$new"
    printf 'same\n'
    return
  fi
  chmod "$mode" "$new"
  chown "$owner" "$new"
  mv "$new" "$path"
  printf 'changed\n'
}

is_prepared() {
  case $LAB_ROLE in
  mysql) [ -e "$state/initialised" ] && [ -e /etc/mysql/mysql.conf.d/zz-lab-member.cnf ] ;;
  haproxy) [ -e "$etc/haproxy.env" ] ;;
  web) [ -e "$etc/api.env" ] ;;
  esac
}
