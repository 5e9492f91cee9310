# shellcheck shell=bash disable=SC2154
# What the service has written.

# show_log LINES [follow]: from the service's own file where it writes one, otherwise from the journal. Read with the
# rights of the account that writes there: it could put a link to any file in that place.
show_log() {
  local lines=$1 file owner follow=
  require_number "$lines" 100000
  [ "${2:-}" != follow ] || follow=yes
  file=$(role_value log)
  if [ -n "$file" ]; then
    owner=$(stat -c %U "$(dirname "$file")")
    exec setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups tail -n "$lines" ${follow:+-F} "$file"
  fi
  exec journalctl -u "$(role_unit)" -o cat --no-pager -n "$lines" ${follow:+-f}
}
