# shellcheck shell=bash
# What lab-host does for Prometheus.

role_wipe() {
  rm -rf /var/lib/prometheus/lab
}
