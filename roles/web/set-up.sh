# shellcheck shell=bash disable=SC2154
# What a web machine has beside its service: the project in /opt/mysql-group-lab, taken from LAB_SOURCE, and the first one
# the lab's tools with their key. Sourced by provision/set-up.sh.

project=/opt/mysql-group-lab
source=${LAB_SOURCE:?}
# npm would keep compiled code in a folder of /tmp that another account may have made before, and run it as root.
export NODE_DISABLE_COMPILE_CACHE=1

require_node() {
  local version
  version=$(node -p 'process.versions.node')
  dpkg --compare-versions "$version" ge 20.19 ||
    fail "The API needs Node 20.19 or later; $(. /etc/os-release && printf '%s' "$PRETTY_NAME") has $version" \
      "take another release (ubuntu-26.04 has one), or install a current Node on the web machine, then: $again"
}

need_project() {
  local report
  report=$(rsync -rlpc --delete --chown=root:root --out-format='%n' --exclude node_modules --exclude .git --exclude .lab \
    --exclude .lab-ssh --exclude .vagrant --exclude results --exclude .env --exclude /lab.json "$source/" "$project/")
  [ -z "$report" ] || changed "$project, $(wc -l <<<"$report") files"
  put "$project/lab.json" 644 <"${LAB_FILE:-$source/lab.json}" || true
  [ ! -e "${LAB_ENV_FILE:-}" ] || put "$project/.env" 640 root:lab <"$LAB_ENV_FILE" || true
}

need_modules() {
  local lock
  lock=$(sha256sum <"$project/package-lock.json")
  [ "$(cat "$project/node_modules/.installed-from" 2>/dev/null)" != "$lock" ] || return 0
  # Half of what lies on a machine would be npm's: it comes only where the box has no modules, or other ones.
  need_packages npm
  (cd "$project" && NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    npm ci --omit=dev --ignore-scripts --no-fund --no-audit --loglevel=error) ||
    fail 'npm ci failed; its message is above' "mend the network, then: $again"
  printf '%s\n' "$lock" >"$project/node_modules/.installed-from"
  changed "$project/node_modules"
}

need_compiled() {
  local programs=(scripts/cli/main.ts scripts/lifecycle/caretaker.ts scripts/watch/main.ts page/browser/main.tsx api/server.ts
    frontend/main.tsx)
  # A role that lies elsewhere than in roles/ is a program of its own.
  mapfile -t -O "${#programs[@]}" programs < <(grep -o '"role": *"\./[^"]*' "$project/lab.json" | sed 's|.*"\./||; s|$|/role.ts|' | sort -u)
  (cd "$project" && node scripts/start/compile.mjs "${programs[@]}") ||
    fail 'the tools and the API could not be compiled; the message is above' "mend that, then: $again"
}

need_tools() {
  need_dir "$state/state" 700 lab:lab
  put "$etc/tools.env" 644 <<<"LAB_HOSTS_ARE=machines
LAB_DIR=$state/state
LAB_SSH_KEY=$state/id
LAB_PREFIX=$LAB_PREFIX
LAB_PAGE_PORT=${LAB_PAGE_PORT:-9300}
NO_UPDATE_NOTIFIER=1" || true
  [ ! -e "${LAB_PRIVATE_KEY_FILE:-}" ] || put "$state/id" 600 lab:lab <"$LAB_PRIVATE_KEY_FILE" || true
  put /usr/local/bin/lab 755 <"$folder/lab.sh" || true
}

require_node
need_project
need_modules
need_compiled
if has_tools; then need_tools; fi
