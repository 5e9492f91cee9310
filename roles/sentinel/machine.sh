# shellcheck shell=bash
# What lab-host does for a Sentinel.

role_wipe() {
  rm -f /var/lib/valkey/sentinel.conf
}
