# shellcheck shell=bash disable=SC2154
# What a node of RabbitMQ needs beside its service: a port mapper that the other nodes reach. Sourced by provision/set-up.sh.

if put /etc/systemd/system/epmd.socket.d/mysql-group-lab.conf 644 <"$folder/epmd.conf"; then
  systemctl daemon-reload
  systemctl -q stop epmd.service epmd.socket || true
fi
