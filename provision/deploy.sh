#!/bin/bash
# Deploys stack.yml, or brings what is deployed up to date.
set -euo pipefail
cd /vagrant

ROLLCALL_DOCKER_GROUP=$(stat -c %g /var/run/docker.sock)
export ROLLCALL_DOCKER_GROUP
# "kvm" where the processor virtualises; in software a probe takes seconds, and probes that time out
# would kill replicas that are merely slow.
if [ "$(systemd-detect-virt || true)" = qemu ]; then
  export ROLLCALL_HEALTH_INTERVAL=15s ROLLCALL_HEALTH_TIMEOUT=30s
fi
docker stack deploy --prune --resolve-image always -c stack.yml rollcall
exec provision/wait.sh "$@"
