# shellcheck shell=bash
# What lab-host does for a node of RabbitMQ.

role_wipe() {
  find /var/lib/rabbitmq -mindepth 1 -delete
}
