#!/usr/bin/env bash
# The web machine: the API as its own user behind port 80, and the tools that rule the lab.
# The project is in LAB_SOURCE, and runs from /opt/mysql-group-lab.
set -euo pipefail
LAB_HOST_ROLE=web
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

project=/opt/mysql-group-lab
source=${LAB_SOURCE:-/vagrant}

need_node() {
  local version
  need_packages nodejs npm mysql-client rsync openssh-client
  version=$(node -p 'process.versions.node')
  dpkg --compare-versions "$version" ge 20.19 || fail "The API needs Node 20.19 or later; $(. /etc/os-release && printf '%s' "$PRETTY_NAME") has $version" \
    "take another release (ubuntu-26.04 has one), or install a current Node on the web machine, then: $again"
}

need_project() {
  local report
  report=$(rsync -rlpc --delete --chown=root:root --out-format='%n' \
    --exclude node_modules --exclude .git --exclude .lab --exclude .lab-ssh --exclude .vagrant --exclude results --exclude .env "$source/" "$project/")
  [ -z "$report" ] || changed "$project, $(wc -l <<<"$report") files"
  [ ! -e "$source/.env" ] || put "$project/.env" 640 root:lab <"$source/.env" || true
}

need_modules() {
  local lock
  lock=$(sha256sum <"$project/package-lock.json")
  [ "$(cat "$project/node_modules/.installed-from" 2>/dev/null)" != "$lock" ] || return 0
  (cd "$project" && NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    npm ci --omit=dev --no-fund --no-audit --loglevel=error) ||
    fail 'npm ci failed; its message is above' "mend the network, then: $again"
  printf '%s\n' "$lock" >"$project/node_modules/.installed-from"
  changed "$project/node_modules"
}

need_compiled() {
  local programs=(scripts/cli/main.ts scripts/lifecycle/caretaker.ts api/server.ts)
  # A role that lies elsewhere than in roles/ is a program of its own.
  mapfile -t -O 3 programs < <(grep -o '"role": *"\./[^"]*' "$project/lab.json" | sed 's|.*"\./||; s|$|/role.ts|' | sort -u)
  (cd "$project" && node scripts/start/compile.mjs "${programs[@]}") ||
    fail 'the tools and the API could not be compiled; the message is above' "mend that, then: $again"
}

need_tools() {
  need_dir "$state/state" 700 lab:lab
  put "$etc/tools.env" 644 <<<"LAB_HOSTS_ARE=machines
LAB_DIR=$state/state
LAB_SSH_KEY=$state/id
LAB_PREFIX=$prefix
NO_UPDATE_NOTIFIER=1" || true
  [ ! -e "${LAB_PRIVATE_KEY_FILE:-}" ] || put "$state/id" 600 lab:lab <"$LAB_PRIVATE_KEY_FILE" || true
  put /usr/local/bin/lab 755 <"$here/lab.sh" || true
}

need_common rsync
need_node
need_user lab-api /nonexistent
need_project
need_modules
need_compiled
need_tools
need_unit mysql-group-lab-api.service api.service
need_unit mysql-group-lab-caretaker.service caretaker.service
apply_units
need_enabled mysql-group-lab-api
need_enabled mysql-group-lab-caretaker
need_firewall 'tcp dport 80 accept'
finish
