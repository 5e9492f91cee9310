#!/usr/bin/env bash
# The lab's commands on the web machine, such as: sudo lab status
set -euo pipefail
settings=()
while IFS= read -r line; do settings+=("$line"); done </etc/mysql-group-lab/tools.env
cd /opt/mysql-group-lab
# Not `node lab`, which would install what is missing: set-up.sh has done so, and the account lab may not write there.
run=(env "${settings[@]}" ${NO_COLOR:+NO_COLOR=1} ${LAB_CALLER:+"LAB_CALLER=$LAB_CALLER"} node scripts/start/run.mjs scripts/cli/main.ts "$@")
if [ "$(id -un)" = lab ]; then exec "${run[@]}"; fi
[ "$(id -u)" -eq 0 ] || exec sudo "$0" "$@"
exec sudo -u lab "${run[@]}"
