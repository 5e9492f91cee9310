#!/usr/bin/env bash
# A database machine: MySQL from the distribution's archive, reachable by the lab's hosts alone. It starts when the web
# machine has given it its part of the group.
set -euo pipefail
LAB_HOST_ROLE=mysql
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

# The package starts a server of its own, whose data directory would have transactions that no other member has.
rest_from_package_server() {
  [ ! -e "$etc/provisioned" ] || return 0
  systemctl -q stop mysql || true
}

need_common mysql-server
rest_from_package_server
need_dir "$state/saved" 700 mysql:mysql
need_unit mysql.service.d/mysql-group-lab.conf mysql.conf
apply_units
need_enabled mysql
need_firewall \
  "ip saddr { $(member_addresses), $(address_of haproxy), $(address_of web) } tcp dport 3306 accept" \
  "ip saddr { $(member_addresses) } tcp dport 33061 accept"
finish
