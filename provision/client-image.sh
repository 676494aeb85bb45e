#!/bin/bash
# Fetches app_client from the swarm's registry, so that `docker run -it app_client` works here.
set -euo pipefail

registry=127.0.0.1:5000
for _ in {1..60}; do
  if docker pull -q "$registry/app_client" >/dev/null 2>&1; then
    docker tag "$registry/app_client" app_client
    echo "images: app_client is here"
    exit 0
  fi
  sleep 2 # a new node takes some seconds to learn the mesh's ports
done
docker pull "$registry/app_client" >&2 || true
echo "images: this machine cannot pull app_client from $registry (the routing mesh), see above" >&2
exit 1
