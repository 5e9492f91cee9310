# shellcheck shell=bash disable=SC2154
# What lab-host does for HAProxy.

# A new HAProxy process takes every member for healthy until it has asked: it is told what the former one knew.
role_before_reload() {
  local socket=/run/haproxy/admin.sock new
  new=$(mktemp "$etc/.new.XXXXXX")
  if ! printf 'show servers state\n' | socat -t 2 - "UNIX-CONNECT:$socket" >"$new"; then
    rm -f "$new"
    fail "HAProxy does not say which members are up ($socket), and was not reloaded"
  fi
  chmod 644 "$new"
  mv "$new" /var/lib/haproxy/server-state
}
