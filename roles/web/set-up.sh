# shellcheck shell=bash disable=SC2154
# What the first web machine has beside its service: the lab's tools with their key. Sourced by provision/set-up.sh.

need_tools() {
  need_dir "$state/state" 700 lab:lab
  put "$etc/tools.env" 644 <<<"LAB_HOSTS_ARE=machines
LAB_DIR=$state/state
LAB_SSH_KEY=$state/id
LAB_PREFIX=$LAB_PREFIX
LAB_PAGE_PORT=${LAB_PAGE_PORT:-9300}
LAB_PATIENCE=${LAB_PATIENCE:-1}
NO_UPDATE_NOTIFIER=1" || true
  [ ! -e "${LAB_PRIVATE_KEY_FILE:-}" ] || put "$state/id" 600 lab:lab <"$LAB_PRIVATE_KEY_FILE" || true
  put /usr/local/bin/lab 755 <"$folder/lab.sh" || true
}

if has_tools; then need_tools; fi
