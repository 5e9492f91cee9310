#!/bin/sh
# supervise.sh HOST_DIR COMMAND [ARG ...]
# Runs one host's program and starts it again when it ends unasked, as systemd does on the virtual machines.
# The host is wanted as long as HOST_DIR/wanted exists; its log is HOST_DIR/host.log, which the caretaker
# keeps short.
set -u
dir=$1
shift
log=$dir/host.log
MYSQLD_PARENT_PID=$$ # mysqld ends itself after a clone only where it knows that its parent starts it again
export MYSQLD_PARENT_PID
# Here all hosts share the processors: a program that can wait does not interrupt others as soon as it has something to
# do. On a machine without chrt it still does, and everything is a little slower.
[ "${CAN_WAIT:-no}" = no ] || chrt --batch --pid 0 $$ 2>/dev/null || :

note() { printf '%s [supervisor] %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$log"; }

failures=0
while [ -e "$dir/wanted" ]; do
  started=$(date +%s)
  "$@" >>"$log" 2>&1 </dev/null &
  child=$!
  echo "$child" >"$dir/pid"
  wait "$child"
  code=$?
  [ -e "$dir/wanted" ] || break
  if [ $(($(date +%s) - started)) -lt 5 ]; then failures=$((failures + 1)); else failures=0; fi
  pause=$((failures < 5 ? failures : 5))
  [ "$pause" -ge "${RESTART_PAUSE_S:-0}" ] || pause=$RESTART_PAUSE_S
  [ "$code" -ne 16 ] || pause=0 # mysqld asks to be started again
  note "ended with $code, is wanted, starts again in $pause s"
  sleep "$pause"
done
rm -f "$dir/pid"
