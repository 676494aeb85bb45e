#!/bin/bash
# Deploys stack.yml, or brings what is deployed up to date.
set -euo pipefail
cd /vagrant

ROLLCALL_DOCKER_GROUP=$(stat -c %g /var/run/docker.sock)
export ROLLCALL_DOCKER_GROUP
docker stack deploy --prune --resolve-image always -c stack.yml rollcall
exec provision/wait.sh "$@"
