# shellcheck shell=bash
# The steps that set a machine up; sourced by set-up.sh. Each looks before it acts and says what it changed, so that a
# second run changes nothing and says so.

etc=/etc/mysql-group-lab
roles=$etc/roles
state=/var/lib/mysql-group-lab
parts=/usr/local/lib/mysql-group-lab
every_machine_needs=(sudo nftables iproute2 iputils-ping perl)
changes=0
units_changed=no
again='vagrant provision, or: ./lab --target ssh up'
export DEBIAN_FRONTEND=noninteractive
# shellcheck source-path=SCRIPTDIR source=package-steps.sh
. "${BASH_SOURCE[0]%/*}/package-steps.sh"
# shellcheck source-path=SCRIPTDIR source=project-steps.sh
. "${BASH_SOURCE[0]%/*}/project-steps.sh"

changed() {
  changes=$((changes + 1))
  printf 'changed: %s\n' "$*"
}

fail() {
  printf '%s\n  Next: %s\n' "$1" "$2" >&2
  exit 1
}

# The addresses of all hosts of a role, from LAB_HOSTS: "mysql-1=53=mysql web=51=web …". The tools run on the first web machine.
addresses_of() {
  local entry name octet role wanted=$1
  if [ "$wanted" = tools ]; then
    addresses_of web | sed -n 1p
    return
  fi
  for entry in $LAB_HOSTS; do
    IFS='=' read -r name octet role <<<"$entry"
    [ "$role" != "$wanted" ] || printf '%s.%s\n' "$LAB_PREFIX" "$octet"
  done
}

has_tools() {
  [ "$(own address)" = "$(addresses_of tools)" ]
}

# own WORD: this host's address or role, or the roles of all hosts with its address.
own() {
  local entry name octet role mine
  mine=$(tr ' ' '\n' <<<"$LAB_HOSTS" | awk -F= -v name="$LAB_HOST" '$1 == name { print $2 }')
  for entry in $LAB_HOSTS; do
    IFS='=' read -r name octet role <<<"$entry"
    [ "$octet" = "$mine" ] || continue
    case $1 in
    roles) printf '%s\n' "$role" ;;
    role) [ "$name" != "$LAB_HOST" ] || printf '%s' "$role" ;;
    address) [ "$name" != "$LAB_HOST" ] || printf '%s.%s' "$LAB_PREFIX" "$octet" ;;
    esac
  done
}

# limits_of ROLE: "0.25 128", or nothing.
limits_of() {
  tr ' ' '\n' <<<"${LAB_LIMITS:-}" | awk -F= -v role="$1" '$1 == role { print $2, $3 }'
}

# put PATH MODE [OWNER]: writes standard input there, whole or not at all; does nothing where it is there already.
put() {
  local path=$1 mode=$2 owner=${3:-root:root} new
  new=$(mktemp)
  cat >"$new"
  if cmp -s "$new" "$path" && [ "$(stat -c '%a %U:%G' "$path")" = "$mode $owner" ]; then
    rm "$new"
    return 1
  fi
  mkdir -p "$(dirname "$path")"
  install -m "$mode" -o "${owner%:*}" -g "${owner#*:}" "$new" "$path.new"
  mv "$path.new" "$path"
  rm "$new"
  changed "$path"
}

need_dir() {
  [ "$(stat -c '%a %U:%G' "$1" 2>/dev/null)" != "$2 $3" ] || return 0
  install -d -m "$2" -o "${3%:*}" -g "${3#*:}" "$1"
  changed "$1"
}

need_user() {
  local user=$1 home=${2:-/nonexistent}
  ! getent passwd "$user" >/dev/null || return 0
  if [ "$home" = /nonexistent ]; then
    useradd --system --no-create-home --home-dir "$home" --shell /usr/sbin/nologin "$user"
  else
    useradd --system --create-home --home-dir "$home" --shell /bin/bash "$user"
  fi
  changed "user $user"
}

# The web machine's tools come in as `lab`, with the key made for this lab, and may run one program as root.
need_lab_user() {
  need_user lab "$state"
  need_dir "$state" 700 lab:lab
  need_dir "$state/.ssh" 700 lab:lab
  put "$state/.ssh/authorized_keys" 600 lab:lab <<<"$LAB_PUBLIC_KEY" || true
  put /etc/sudoers.d/mysql-group-lab 440 <<<'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
lab ALL=(root) NOPASSWD: /usr/local/sbin/lab-host' || true
}

# Vagrant would give the name itself, and set the network up anew for it: ten seconds and more.
need_name() {
  [ -n "${LAB_IS_VAGRANT:-}" ] || return 0
  if put /etc/hostname 644 <<<"$LAB_HOST"; then hostname "$LAB_HOST"; fi
  { grep -v '^127\.0\.1\.1[[:space:]]' /etc/hosts; printf '127.0.1.1 %s\n' "$LAB_HOST"; } | put /etc/hosts 644 || true
}

# The machine's own user lets in who made the machine, and no longer those who have the key that is in every box.
need_owner_key() {
  [ -n "${LAB_OWNER_KEY:-}" ] || return 0
  local user=${SUDO_USER:?} file
  file=$(getent passwd "$user" | cut -d: -f6)/.ssh/authorized_keys
  { grep -vFf <(tr ' ' '\n' <<<"$LAB_KEYS_OF_BOXES") -e "$LAB_OWNER_KEY" "$file" || true; printf '%s\n' "$LAB_OWNER_KEY"; } |
    put "$file" 600 "$user:$(id -gn "$user")" || true
}

need_lab_host() {
  local part
  for part in "$here"/lab-host/*.sh "$here"/lab-host/*.pl; do
    [ "${part##*/}" = main.sh ] || put "$parts/${part##*/}" 644 <"$part" || true
  done
  put /usr/local/sbin/lab-host 755 <"$here/lab-host/main.sh" || true
  need_dir "$etc" 755 root:root
  put "$etc/host.env" 644 <<<"LAB_ADDRESS=$(own address)
LAB_ROLE=$role
LAB_PREFIX=$LAB_PREFIX" || true
}

need_journal_limit() {
  if put /etc/systemd/journald.conf.d/mysql-group-lab.conf 644 <"$here/units/journald.conf"; then
    systemctl restart systemd-journald
  fi
}

# need_unit PATH FILE
need_unit() {
  if put "$1" 644 <"$2"; then units_changed=yes; fi
}

# need_limits UNIT "CPUS MB": what the service may take of the machine; without limits the file goes.
need_limits() {
  local path=/etc/systemd/system/$1.service.d/zz-lab-limits.conf cpus mb
  read -r cpus mb <<<"$2" || true
  if [ -n "$cpus" ]; then
    need_unit "$path" <(limits_unit "$cpus" "$mb")
  elif [ -e "$path" ]; then
    rm "$path"
    units_changed=yes
    changed "$path"
  fi
}

# At most so much memory before its pages are reclaimed, and a little more before it is ended.
limits_unit() {
  printf '# The limits of lab.json.\n[Service]\nCPUQuota=%s%%\nMemoryHigh=%sM\nMemoryMax=%sM\nMemorySwapMax=0\n' \
    "$(awk -v cpus="$1" 'BEGIN { print int(cpus * 100 + 0.5) }')" "$(($2 * 9 / 10))" "$2"
}

apply_units() {
  [ "$units_changed" = no ] || systemctl daemon-reload
}

need_enabled() {
  systemctl -q is-enabled "$1" 2>/dev/null && return
  systemctl -q enable "$1"
  changed "$1 starts with the machine"
}

# firewall_rule NAME NUMBER[/udp] FROM: lets in everyone on the network (`everywhere`), the computer that forwards ports to its
# machines, from outside of the network or as the first address in it (`vagrant`), the API's clients (`clients`), who come
# through HAProxy where there are several web hosts, or the hosts of these roles.
firewall_rule() {
  local name=$1 number=${2%/udp} from=$3 protocol=tcp word addresses
  [ "$number" = "$2" ] || protocol=udp
  case $from in
  everywhere) printf '    %s dport %s accept\n' "$protocol" "$number" ;;
  vagrant) [ -z "${LAB_IS_VAGRANT:-}" ] || printf '    ip saddr != %s.2-%s.254 %s dport %s accept # %s\n' "$LAB_PREFIX" "$LAB_PREFIX" "$protocol" "$number" "$name" ;;
  clients)
    if [ "$(addresses_of web | wc -l)" -eq 1 ]; then
      firewall_rule "$1" "$2" everywhere
    else
      firewall_rule "$1" "$2" vagrant
      firewall_rule "$1" "$2" 'haproxy tools prometheus'
    fi
    ;;
  *)
    # shellcheck disable=SC2086 # each word is a role
    addresses=$(for word in $from; do addresses_of "$word"; done | sort -u | paste -sd, | sed 's/,/, /g')
    [ -z "$addresses" ] || printf '    ip saddr { %s } %s dport %s accept # %s\n' "$addresses" "$protocol" "$number" "$name"
    ;;
  esac
}

# need_firewall RULES: lets in what the rules say, people by SSH, and nothing else.
need_firewall() {
  local rules=$1 systemd=/etc/systemd/system
  [ -e "$etc/shut-out.nft" ] || : >"$etc/shut-out.nft"
  if awk -v rules="$rules" '$1 == "RULES" {print rules; next} {print}' "$here/firewall.nft" |
    put "$etc/firewall.nft" 644; then
    systemctl -q is-active mysql-group-lab-firewall && systemctl reload mysql-group-lab-firewall
  fi
  need_unit "$systemd/mysql-group-lab-firewall.service" "$here/units/firewall.service"
  need_unit "$systemd/mysql-group-lab-address.service" "$here/units/address.service"
  apply_units
  need_enabled mysql-group-lab-firewall
  systemctl start mysql-group-lab-firewall
}

finish() {
  apply_units
  put "$etc/provisioned" 644 <<<"$role" || true
  if [ "$changes" -eq 0 ]; then printf '%s: no change\n' "$LAB_HOST"; else printf '%s: %s changes\n' "$LAB_HOST" "$changes"; fi
}
