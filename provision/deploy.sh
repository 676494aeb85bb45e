#!/bin/bash
# Deploys stack.yml, or another such file of $ROLLCALL_STACK, or brings what is deployed up to date.
set -euo pipefail
cd /vagrant

ROLLCALL_DOCKER_GROUP=$(stat -c %g /var/run/docker.sock)
export ROLLCALL_DOCKER_GROUP
stack=${ROLLCALL_STACK:-stack.yml}
files=(-c "$stack")
if [ "$(systemd-detect-virt || true)" = qemu ]; then # with KVM it says "kvm"
  files+=(-c provision/emulated.yml)
  [ ! -e "provision/emulated.$stack" ] || files+=(-c "provision/emulated.$stack")
elif grep -qF 'User Mode Linux' /proc/cpuinfo; then
  files+=(-c provision/uml.yml)
fi
provision/secrets.sh
docker stack deploy --prune --resolve-image always "${files[@]}" rollcall
exec provision/wait.sh "$@"
