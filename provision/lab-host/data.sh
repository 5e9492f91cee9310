# shellcheck shell=bash disable=SC2154
# A member's data directory, and the end of all data and passwords on this machine.

data=/var/lib/mysql

# initialize: an empty data directory with the accounts of standard input; does nothing where there is one.
initialize() {
  local init=/var/lib/mysql-files/lab-init.sql
  if [ -e "$state/initialised" ]; then
    printf 'same\n'
    return
  fi
  systemctl stop mysql
  find "$data" -mindepth 1 -delete
  install -m 600 -o mysql -g mysql /dev/null "$init"
  cat >"$init"
  if ! mysqld --user=mysql --initialize-insecure --init-file="$init" --super-read-only=OFF --log-error=stderr >"$state/initialize.log" 2>&1; then
    rm -f "$init"
    find "$data" -mindepth 1 -delete
    fail "MySQL could not make a data directory: $(grep -m 3 ERROR "$state/initialize.log")"
  fi
  rm -f "$init"
  : >"$state/initialised"
  printf 'changed\n'
}

# reset: keeps the binary logs and throws the rest of the data away; prints where the logs are.
reset() {
  local saved
  systemctl stop mysql
  saved=$state/saved/$(date -u +%Y-%m-%dT%H%M%SZ)
  install -d -m 700 -o mysql -g mysql "$saved"
  find "$data" -maxdepth 1 -name 'binlog.*' -exec mv -t "$saved" {} +
  rm -f "$state/initialised"
  find "$data" -mindepth 1 -delete
  printf '%s\n' "$saved"
}

# wipe: the machine is as provisioning left it, without data, configuration and passwords.
wipe() {
  systemctl disable -q --now mysql-group-lab-caretaker 2>/dev/null || true
  systemctl stop "$(unit)"
  rm -f "$etc"/{haproxy,api}.env /etc/mysql/mysql.conf.d/zz-lab-member.cnf "$state/initialised"
  [ ! -d "$state/saved" ] || find "$state/saved" -mindepth 1 -delete
  [ "$LAB_ROLE" != mysql ] || find "$data" -mindepth 1 -delete
  heal
  shut_out
}
