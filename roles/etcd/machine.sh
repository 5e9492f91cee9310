# shellcheck shell=bash
# What lab-host does for a node of etcd.

role_wipe() {
  rm -rf /var/lib/etcd/lab
}
