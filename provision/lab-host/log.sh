# shellcheck shell=bash disable=SC2154
# What the host's program, or the caretaker beside it, has written.

# show_log LINES [caretaker] [follow]: MySQL writes a file of its own, everybody else the journal.
show_log() {
  local lines=$1 of follow=()
  of=$(unit)
  require_number "$lines" 100000
  shift
  [ "${1:-}" != caretaker ] || of=mysql-group-lab-caretaker
  if [ "$of" = mysql ]; then
    [ "${*: -1}" != follow ] || follow=(-F)
    exec tail -n "$lines" "${follow[@]}" /var/log/mysql/error.log
  fi
  [ "${*: -1}" != follow ] || follow=(-f)
  exec journalctl -u "$of" -o cat --no-pager -n "$lines" "${follow[@]}"
}
