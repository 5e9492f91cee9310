#!/usr/bin/env bash
# lab-host VERB [ARG ...]: what the lab's tools may do on this machine, as root and nothing else.
set -euo pipefail

etc=/etc/mysql-group-lab
state=/var/lib/mysql-group-lab
parts=/usr/local/lib/mysql-group-lab
# shellcheck source=/dev/null
. "$etc/host.env"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# The unit that this host is.
unit() {
  case $LAB_ROLE in
  mysql) printf mysql ;;
  haproxy) printf haproxy ;;
  web) printf mysql-group-lab-api ;;
  esac
}

# shellcheck source-path=SCRIPTDIR source=check.sh
. "$parts/check.sh"
# shellcheck source-path=SCRIPTDIR source=files.sh
. "$parts/files.sh"
# shellcheck source-path=SCRIPTDIR source=log.sh
. "$parts/log.sh"
# shellcheck source-path=SCRIPTDIR source=data.sh
. "$parts/data.sh"
# shellcheck source-path=SCRIPTDIR source=service.sh
. "$parts/service.sh"
# shellcheck source-path=SCRIPTDIR source=network.sh
. "$parts/network.sh"
# shellcheck source-path=SCRIPTDIR source=slow.sh
. "$parts/slow.sh"

verb=${1:-}
shift || true
case $verb in
put) put "$1" ;;
state) show_state ;;
initialize) initialize ;;
reset) reset ;;
wipe) wipe ;;
start) start ;;
restart) restart ;;
reload) reload ;;
stop) stop ;;
kill) kill_now ;;
pause) signal STOP ;;
resume) signal CONT ;;
logs) show_log "$@" ;;
follow) show_log "$@" follow ;;
poweroff) power_off ;;
partition) partition "$@" ;;
slow) slow "$@" ;;
why-not-slow) why_not_slow ;;
heal) heal ;;
shut-out) shut_out "$@" ;;
wait-address) wait_address ;;
caretaker-start) systemctl enable -q --now mysql-group-lab-caretaker ;;
caretaker-stop) systemctl disable -q --now mysql-group-lab-caretaker ;;
caretaker-state) systemctl show -P ActiveState mysql-group-lab-caretaker ;;
*) fail "lab-host knows no \"$verb\"" ;;
esac
