# shellcheck shell=bash
# What lab-host does for a Valkey.

role_wipe() {
  rm -rf /var/lib/valkey/own.conf /var/lib/valkey/appendonlydir /var/lib/valkey/dump.rdb
}
