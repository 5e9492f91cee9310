#!/usr/bin/env bash
# lab-host [--of ROLE] VERB [ARG ...]: what the lab's tools may do on this machine, as root and nothing else.
# Whatever they say is data: a verb from the list below, numbers, addresses of the lab's network, names of machine.conf.
set -euo pipefail

etc=/etc/mysql-group-lab
roles=$etc/roles
parts=/usr/local/lib/mysql-group-lab
# shellcheck source=/dev/null
. "$etc/host.env"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

for part in check role files log service network slow; do
  # shellcheck source=/dev/null
  . "$parts/$part.sh"
done

# A machine may run a service beside its own, such as the caretaker.
role=$LAB_ROLE
if [ "${1:-}" = --of ]; then
  require_name "${2:-}"
  role=$2
  shift 2
fi
role_conf=$roles/$role.conf
[ -e "$role_conf" ] || fail "this machine has no $role"
# What is special to the engine.
# shellcheck source=/dev/null
[ ! -e "$roles/$role.sh" ] || . "$roles/$role.sh"

verb=${1:-}
shift || true
case $verb in
put) put "${1:-}" ;;
state) show_state ;;
follow-state) follow_state ;;
start) start ;;
restart) restart ;;
reload) reload ;;
renew) renew ;;
stop) stop ;;
kill) kill_now ;;
pause) signal STOP ;;
resume) signal CONT ;;
switch-on) switch_on ;;
switch-off) switch_off ;;
logs) show_log "${1:-}" ;;
follow) show_log "${1:-}" follow ;;
wipe) wipe ;;
poweroff) power_off ;;
partition) partition "$@" ;;
slow) slow "$@" ;;
why-not-slow) why_not_slow ;;
heal) heal ;;
wait-address) wait_address ;;
*) run_role_verb "$verb" "$@" ;;
esac
