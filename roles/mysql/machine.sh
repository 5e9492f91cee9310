# shellcheck shell=bash disable=SC2154
# What lab-host does for a member: its data directory, and the members that it refuses.

data=/var/lib/mysql
saved_logs=/var/lib/mysql-group-lab-saved

role_is_prepared() {
  [ -e "$etc/initialised" ]
}

# prepare: an empty data directory with the accounts of standard input; does nothing where there is one.
role_verb_prepare() {
  local init code=0
  if [ -e "$etc/initialised" ]; then
    printf 'same\n'
    return
  fi
  systemctl stop mysql
  find "$data" -mindepth 1 -delete
  # Ubuntu's AppArmor profile lets mysqld read below /etc/mysql, and only root may write there.
  init=$(mktemp /etc/mysql/lab-init.XXXXXX)
  chown root:mysql "$init"
  chmod 640 "$init"
  cat >"$init"
  setpriv --reuid=mysql --regid=mysql --init-groups mysqld --initialize-insecure --init-file="$init" --super-read-only=OFF --skip-log-error \
    >"$etc/initialize.log" 2>&1 || code=$?
  rm -f "$init"
  if [ "$code" -ne 0 ]; then
    find "$data" -mindepth 1 -delete
    fail "MySQL could not make a data directory: $(grep -m 3 ERROR "$etc/initialize.log")"
  fi
  : >"$etc/initialised"
  printf 'changed\n'
}

# reset: keeps the binary logs and throws the rest of the data away; prints where the logs are.
role_verb_reset() {
  local saved
  systemctl stop mysql
  saved=$saved_logs/$(date -u +%Y-%m-%dT%H%M%SZ)
  mkdir -p -m 700 "$saved_logs" "$saved"
  find "$data" -maxdepth 1 -type f -name 'binlog.*' -exec mv -t "$saved" {} +
  rm -f "$etc/initialised"
  find "$data" -mindepth 1 -delete
  printf '%s\n' "$saved"
}

role_wipe() {
  rm -rf "$etc/initialised" "$saved_logs"
  find "$data" -mindepth 1 -delete
  role_verb_shut_out
}

# What root's own clients would read of it, and what it would include, are not the member's.
role_check_file() {
  ! grep -E '^[[:space:]]*(\[|!)' "$1" | grep -vxF '[mysqld]' >/dev/null ||
    refuse_file "$1" 'it has another part than [mysqld]'
}

# shut-out [ADDRESS …]: the members that the group was begun without may not join it from there, also after this
# machine's next boot; without an address all may again. Prints "changed" or "same".
role_verb_shut_out() {
  local rules='' port
  require_addresses "$@"
  port=$(role_lines port | awk '$1 == "group" { print $2 }')
  [ "$#" -eq 0 ] || rules="ip saddr $(addresses "$@") tcp dport $port reject with tcp reset"
  if [ "$(cat "$etc/shut-out.nft" 2>/dev/null)" = "$rules" ]; then
    printf 'same\n'
    return
  fi
  printf '%s\n' "$rules" >"$etc/shut-out.nft"
  systemctl reload mysql-group-lab-firewall
  printf 'changed\n'
}

# What is left where the package is taken away.
role_undo() {
  [ ! -e "$etc/initialised" ] || find "$data" -mindepth 1 -delete
  rm -rf "$saved_logs"
}
