# shellcheck shell=bash
# What lab-host does for the log store: the lines that it keeps.

role_wipe() {
  rm -rf /var/lib/lab-log-store
}

role_undo() {
  role_wipe
}
