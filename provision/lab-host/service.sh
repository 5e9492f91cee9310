# shellcheck shell=bash
# The host's program: how it is, and what is done to it.

# A host that somebody ended stays down until somebody starts it, or the machine boots.
held=/run/mysql-group-lab-held

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

start() {
  rm -f "$held"
  systemctl reset-failed "$(unit)" 2>/dev/null || true
  systemctl start --no-block "$(unit)"
}

restart() {
  systemctl restart --no-block "$(unit)"
}

# A new HAProxy process takes every member for healthy until it has asked: it is told what the former one knew.
reload() {
  local socket=/run/haproxy/admin.sock saved=/var/lib/haproxy/server-state
  if [ "$LAB_ROLE" = haproxy ]; then
    printf 'show servers state\n' | socat -t 2 - "UNIX-CONNECT:$socket" >"$saved.new" ||
      fail "HAProxy does not say which members are up ($socket), and was not reloaded"
    mv "$saved.new" "$saved"
  fi
  systemctl reload "$(unit)"
}

stop() {
  : >"$held"
  systemctl kill --kill-whom=main --signal=CONT "$(unit)" 2>/dev/null || true
  systemctl stop "$(unit)"
}

kill_now() {
  : >"$held"
  systemctl kill --signal=KILL "$(unit)" 2>/dev/null || true
  systemctl stop "$(unit)"
}

signal() {
  systemctl kill --kill-whom=all --signal="$1" "$(unit)"
}
