# shellcheck shell=bash disable=SC2154
# The host's service: how it is, and what is done to it.

# A service that was stopped or killed on purpose stays down until it is started, or the machine boots.
held() { printf '/run/mysql-group-lab-held.%s' "$role"; }

show_state() {
  printf '%s held=%s cut=%s prepared=%s\n' "$(service_state "$(role_unit)")" \
    "$(flag test -e "$(held)")" "$(flag is_cut)" "$(flag is_prepared)"
}

# A line each second for as long as there is a reader, without another program: that would cost a slow machine a good part of
# its time. systemd is asked only when its word may be old.
follow_state() {
  local unit held_file pause
  local -A is=()
  unit=$(role_unit)
  held_file=$(held)
  exec {pause}<> <(:)
  while true; do
    ! is_old || ask_systemd "$unit"
    [ -e "$held_file" ] && is[held]=yes || is[held]=no
    print_state
    read -rt 1 -u "$pause" || true
  done
}

# Nothing is known, nothing runs, or something was done to it; and every five seconds, for what others did.
is_old() {
  [ "${is[ActiveState]:-}" != active ] || [ ! -e "/proc/${is[MainPID]:-0}" ] || [ $((SECONDS - is[asked])) -ge 5 ] ||
    { [ -e "$held_file" ] && [ "${is[held]}" = no ]; }
}

# What systemd and the kernel say: unit state, and one letter for what the main process does.
service_state() {
  local -A is=()
  ask_systemd "$1"
  print_state
}

# Fills the caller's table, with one program alone.
ask_systemd() {
  local name value
  is[asked]=$SECONDS
  while IFS='=' read -r name value; do is[$name]=$value; done < <(systemctl show -p ActiveState,SubState,MainPID "$1")
}

print_state() {
  local letter=- stat
  if [ "${is[MainPID]:-0}" != 0 ] && read -r stat 2>/dev/null <"/proc/${is[MainPID]}/stat"; then
    stat=${stat##*) }
    letter=${stat%% *}
  fi
  printf 'active=%s sub=%s process=%s\n' "${is[ActiveState]:-}" "${is[SubState]:-}" "$letter"
}

flag() {
  if "$@" >/dev/null 2>&1; then printf yes; else printf no; fi
}

start() {
  rm -f "$(held)"
  systemctl reset-failed "$(role_unit)" 2>/dev/null || true
  systemctl start --no-block "$(role_unit)"
}

restart() {
  systemctl restart --no-block "$(role_unit)"
}

reload() {
  ! declare -F role_before_reload >/dev/null || role_before_reload
  systemctl reload "$(role_unit)"
}

# What the tools gave it is new: it reads it in the way that machine.conf names.
renew() {
  case $(role_value new-files) in
  reload) reload ;;
  wait) ;;
  *) restart ;;
  esac
}

stop() {
  : >"$(held)"
  systemctl kill --kill-whom=main --signal=CONT "$(role_unit)" 2>/dev/null || true
  systemctl stop "$(role_unit)"
}

kill_now() {
  : >"$(held)"
  systemctl kill --signal=KILL "$(role_unit)" 2>/dev/null || true
  systemctl stop "$(role_unit)"
}

signal() {
  systemctl kill --kill-whom=all --signal="$1" "$(role_unit)"
}

# A service beside the host's own starts with the machine from now on, or does so no more.
switch_on() {
  systemctl enable -q --now "$(role_unit)"
}

switch_off() {
  systemctl disable -q --now "$(role_unit)"
}

# wipe: the host is as provisioning left it, without data, configuration and passwords, and what runs beside it is off.
wipe() {
  local conf path
  for conf in "$roles"/*.conf; do
    [ -z "$(role_value beside "$conf")" ] || systemctl disable -q --now "$(role_unit "$conf")" 2>/dev/null || true
  done
  systemctl stop "$(role_unit)"
  forget_state "$(role_unit)"
  while read -r path; do rm -f "$path"; done < <(all_places)
  ! declare -F role_wipe >/dev/null || role_wipe
  heal
}
