#!/usr/bin/env bash
# The one way in to the members, from the distribution's archive. It starts when the web machine has given it its
# configuration and the statistics page's password.
set -euo pipefail
LAB_HOST_ROLE=haproxy
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

need_common haproxy socat
[ -e "$etc/provisioned" ] || systemctl -q stop haproxy || true
need_unit haproxy.service.d/mysql-group-lab.conf haproxy.conf
apply_units
need_enabled haproxy
need_firewall 'tcp dport { 3306, 9201 } accept'
finish
