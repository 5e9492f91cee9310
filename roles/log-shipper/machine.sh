# shellcheck shell=bash
# What lab-host does for the log shipper: how far it has sent.

role_wipe() {
  rm -rf /var/lib/lab-log-shipper
}

role_undo() {
  role_wipe
}
