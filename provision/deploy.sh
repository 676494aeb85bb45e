#!/bin/bash
# Deploys stack.yml, or another such file of $ROLLCALL_STACK, or brings what is deployed up to date.
set -euo pipefail
cd /vagrant

ROLLCALL_DOCKER_GROUP=$(stat -c %g /var/run/docker.sock)
export ROLLCALL_DOCKER_GROUP
files=(-c "${ROLLCALL_STACK:-stack.yml}")
# With KVM this says "kvm".
[ "$(systemd-detect-virt || true)" != qemu ] || files+=(-c provision/emulated.yml)
docker stack deploy --prune --resolve-image always "${files[@]}" rollcall
exec provision/wait.sh "$@"
