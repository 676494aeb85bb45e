#!/bin/bash
# Makes this machine a swarm's manager on the private network, and the node that keeps the data.
#   usage: swarm-init.sh ADDRESS
set -euo pipefail

ip=${1:?usage: swarm-init.sh ADDRESS}
case "$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}} {{.Swarm.NodeAddr}}')" in
  "active true $ip") echo "swarm: this machine manages it already" ;;
  inactive*)
    # The data path too: VXLAN on Vagrant's other network would lose every packet between machines.
    # The output would show the join token.
    docker swarm init --advertise-addr "$ip" --listen-addr "$ip" --data-path-addr "$ip" >/dev/null
    echo "swarm: made, managed from $ip"
    ;;
  *)
    echo "swarm: this machine is in another swarm, or at another address. If that one may go:" \
      "vagrant ssh server -c 'sudo docker swarm leave --force', then vagrant provision" >&2
    exit 1
    ;;
esac
# An emulated processor is busy for seconds at a time, User-mode Linux's single one now and then. With the usual
# 5 s the swarm would count such a node as lost and run its tasks anew, which makes it no less busy.
if [ "$(systemd-detect-virt || true)" = qemu ]; then
  docker swarm update --dispatcher-heartbeat 60s >/dev/null
elif grep -qF 'User Mode Linux' /proc/cpuinfo; then
  docker swarm update --dispatcher-heartbeat 20s >/dev/null
fi
docker node update --label-add rollcall.storage=true "$(docker info --format '{{.Swarm.NodeID}}')" >/dev/null
