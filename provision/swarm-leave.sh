#!/bin/bash
# Leaves a swarm that doesn't know this machine (any more): the server was rebuilt, say.
#   usage: swarm-leave.sh KNOWN_NODE_ID...
set -euo pipefail

read -r state id < <(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}')
[ "$state" != inactive ] || exit 0
for known in "$@"; do
  if [ "$state $known" = "active $id" ]; then
    echo "swarm: this machine is in it already"
    exit 0
  fi
done
echo "swarm: leaving one that no longer knows this machine"
docker swarm leave --force >/dev/null
