#!/usr/bin/env bash
# lab-host VERB [ARG ...]: what the lab's tools may do on this machine, as root and nothing else.
set -euo pipefail

etc=/etc/mysql-group-lab
state=/var/lib/mysql-group-lab
data=/var/lib/mysql
held=/run/mysql-group-lab-held
# shellcheck source=/dev/null
. "$etc/host.env"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

unit() {
  case $LAB_ROLE in
  mysql) printf mysql ;;
  haproxy) printf haproxy ;;
  web) printf mysql-group-lab-api ;;
  esac
}

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

# What systemd and the kernel say: unit state, and one letter for what the main process does.
show_state() {
  local active sub pid letter=-
  active=$(systemctl show -P ActiveState "$(unit)")
  sub=$(systemctl show -P SubState "$(unit)")
  pid=$(systemctl show -P MainPID "$(unit)")
  [ "$pid" = 0 ] || letter=$(sed 's/.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null || printf -- -)
  printf 'active=%s sub=%s process=%s held=%s cut=%s prepared=%s\n' "$active" "$sub" "$letter" \
    "$(flag test -e "$held")" "$(flag is_cut)" "$(flag is_prepared)"
}

flag() {
  if "$@" >/dev/null 2>&1; then printf yes; else printf no; fi
}

is_cut() { nft list table inet lab_fault; }

is_prepared() {
  case $LAB_ROLE in
  mysql) [ -e "$state/initialised" ] && [ -e /etc/mysql/mysql.conf.d/zz-lab-member.cnf ] ;;
  haproxy) [ -e "$etc/haproxy.env" ] ;;
  web) [ -e "$etc/api.env" ] ;;
  esac
}

# initialize: an empty data directory with the accounts of standard input; does nothing where there is one.
initialize() {
  local init=/var/lib/mysql-files/lab-init.sql
  if [ -e "$state/initialised" ]; then
    printf 'same\n'
    return
  fi
  systemctl stop mysql
  find "$data" -mindepth 1 -delete
  install -m 600 -o mysql -g mysql /dev/null "$init"
  cat >"$init"
  if ! mysqld --user=mysql --initialize-insecure --init-file="$init" --super-read-only=OFF --log-error=stderr >"$state/initialize.log" 2>&1; then
    rm -f "$init"
    find "$data" -mindepth 1 -delete
    fail "MySQL could not make a data directory: $(grep -m 3 ERROR "$state/initialize.log")"
  fi
  rm -f "$init"
  : >"$state/initialised"
  printf 'changed\n'
}

# reset: keeps the binary logs and throws the rest of the data away; prints where the logs are.
reset() {
  local saved
  systemctl stop mysql
  saved=$state/saved/$(date -u +%Y-%m-%dT%H%M%SZ)
  install -d -m 700 -o mysql -g mysql "$saved"
  find "$data" -maxdepth 1 -name 'binlog.*' -exec mv -t "$saved" {} +
  rm -f "$state/initialised"
  find "$data" -mindepth 1 -delete
  printf '%s\n' "$saved"
}

start() {
  rm -f "$held"
  systemctl reset-failed "$(unit)" 2>/dev/null || true
  systemctl start --no-block "$(unit)"
}

restart() {
  systemctl restart --no-block "$(unit)"
}

# A host that somebody ended stays down until somebody starts it, or the machine boots.
hold() {
  : >"$held"
}

stop() {
  hold
  systemctl kill --kill-whom=main --signal=CONT "$(unit)" 2>/dev/null || true
  systemctl stop "$(unit)"
}

kill_now() {
  hold
  systemctl kill --signal=KILL "$(unit)" 2>/dev/null || true
  systemctl stop "$(unit)"
}

signal() {
  systemctl kill --kill-whom=all --signal="$1" "$(unit)"
}

# partition ADDRESS …: nothing comes in from there and nothing goes out to there.
partition() {
  local list
  list=$(printf '%s, ' "$@")
  nft -f - <<RULES
table inet lab_fault
delete table inet lab_fault
table inet lab_fault {
  chain input { type filter hook input priority -150; ip saddr { ${list%, } } drop; }
  chain output { type filter hook output priority -150; ip daddr { ${list%, } } drop; }
}
RULES
}

heal() {
  local interface
  ! is_cut >/dev/null 2>&1 || nft delete table inet lab_fault
  interface=$(lab_interface)
  tc qdisc del dev "$interface" root 2>/dev/null || true
}

lab_interface() {
  ip -o -4 address show | awk -v address="$LAB_ADDRESS" '{split($4, a, "/"); if (a[1] == address) print $2}' | head -n 1
}

# slow MILLISECONDS: everything that this machine sends on the lab's network arrives later.
slow() {
  local interface
  interface=$(lab_interface)
  command -v tc >/dev/null || fail 'this machine has no tc (package iproute2)'
  tc qdisc replace dev "$interface" root netem delay "${1}ms" 2>"$state/tc.log" ||
    fail "the kernel of this machine cannot delay packets ($(tr '\n' ' ' <"$state/tc.log")): slow is not possible here"
}

# The network may come up after the programs: nothing can listen on an address that is not there.
wait_address() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    [ -z "$(lab_interface)" ] || return 0
    sleep 0.1
  done
  fail "no interface has the address $LAB_ADDRESS"
}

verb=${1:-}
shift || true
case $verb in
put) put "$1" ;;
state) show_state ;;
initialize) initialize ;;
reset) reset ;;
start) start ;;
restart) restart ;;
reload) systemctl reload "$(unit)" ;;
stop) stop ;;
kill) kill_now ;;
pause) signal STOP ;;
resume) signal CONT ;;
logs) journalctl -u "$(unit)" -o cat --no-pager -n "$1" ;;
follow) exec journalctl -u "$(unit)" -o cat --no-pager -n "$1" -f ;;
partition) partition "$@" ;;
heal) heal ;;
slow) slow "$1" ;;
poweroff) systemctl poweroff --force --force ;;
wait-address) wait_address ;;
caretaker-start) systemctl enable -q --now mysql-group-lab-caretaker ;;
caretaker-stop) systemctl disable -q --now mysql-group-lab-caretaker ;;
caretaker-state) systemctl show -P ActiveState mysql-group-lab-caretaker ;;
wipe)
  systemctl disable -q --now mysql-group-lab-caretaker 2>/dev/null || true
  systemctl stop "$(unit)"
  rm -f "$etc"/{haproxy,api}.env /etc/mysql/mysql.conf.d/zz-lab-member.cnf "$state/initialised"
  [ "$LAB_ROLE" != mysql ] || find "$data" -mindepth 1 -delete
  ;;
*) fail "lab-host knows no \"$verb\"" ;;
esac
