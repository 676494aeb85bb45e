#!/bin/bash
# Removes the nodes that a destroyed machine of this name left behind in the swarm's list.
#   usage: swarm-forget.sh HOSTNAME
set -euo pipefail

docker node ls --format '{{.Hostname}} {{.ID}} {{.Self}}' | while read -r host id self; do
  if [ "$host $self" = "${1:?usage: swarm-forget.sh HOSTNAME} false" ]; then
    docker node rm --force "$id" >/dev/null
    echo "swarm: forgot the former $host ($id)"
  fi
done
