# shellcheck shell=bash disable=SC2154
# What the service has written.

# show_log LINES [follow]
show_log() {
  local lines=$1 follow=
  require_number "$lines" 100000
  [ "${2:-}" != follow ] || follow=yes
  exec journalctl -u "$(role_unit)" -o cat --no-pager -n "$lines" ${follow:+-f}
}
