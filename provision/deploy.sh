#!/bin/bash
# Deploys stack.yml, or another such file of $ROLLCALL_STACK, or brings what is deployed up to date.
set -euo pipefail
cd /vagrant

ROLLCALL_DOCKER_GROUP=$(stat -c %g /var/run/docker.sock)
export ROLLCALL_DOCKER_GROUP
stack=${ROLLCALL_STACK:-stack.yml}
files=(-c "$stack")
case "$(systemd-detect-virt || true)" in # with KVM it says "kvm"
  qemu)
    files+=(-c provision/emulated.yml)
    [ ! -e "provision/emulated.$stack" ] || files+=(-c "provision/emulated.$stack")
    ;;
esac
! grep -qF 'User Mode Linux' /proc/cpuinfo || files+=(-c provision/uml.yml)
provision/secrets.sh
docker stack deploy --prune --resolve-image always "${files[@]}" rollcall
exec provision/wait.sh "$@"
