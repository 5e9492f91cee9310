# shellcheck shell=bash disable=SC2154
# The steps for a machine that runs programs of the project, which lies in /opt/mysql-group-lab and is taken from LAB_SOURCE;
# sourced by steps.sh.

project=/opt/mysql-group-lab
# npm would keep compiled code in a folder of /tmp that another account may have made before, and run it as root.
export NODE_DISABLE_COMPILE_CACHE=1

# need_programs PROGRAM …: nothing where there is none.
need_programs() {
  [ "$#" -gt 0 ] || return 0
  source=${LAB_SOURCE:?}
  require_node
  need_project
  need_modules
  need_compiled "$@"
}

require_node() {
  local version
  version=$(node -p 'process.versions.node')
  dpkg --compare-versions "$version" ge 20.19 ||
    fail "This machine needs Node 20.19 or later; $(. /etc/os-release && printf '%s' "$PRETTY_NAME") has $version" \
      "take another release (ubuntu-26.04 has one), or install a current Node on $LAB_HOST, then: $again"
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

# need_compiled PROGRAM …
need_compiled() {
  local programs=("$@")
  # A role that lies elsewhere than in roles/ is a program of its own.
  mapfile -t -O "${#programs[@]}" programs < <(grep -o '"role": *"\./[^"]*' "$project/lab.json" | sed 's|.*"\./||; s|$|/role.ts|' | sort -u)
  (cd "$project" && node scripts/start/compile.mjs "${programs[@]}") ||
    fail 'the programs of the project could not be compiled; the message is above' "mend that, then: $again"
}
