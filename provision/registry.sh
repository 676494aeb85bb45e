#!/bin/bash
# A registry inside the swarm: each node, also one that joins later, pulls the images from its own
# 127.0.0.1:5000, which the routing mesh leads here.
set -euo pipefail
cd /vagrant/provision

start=$SECONDS log=/var/log/rollcall-registry.log
# A box can bring the image along.
docker tag rollcall-base-registry rollcall_registry 2>/dev/null ||
  docker build -t rollcall_registry registry >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "registry: docker build failed, see above; the whole log is $log on this machine" >&2
  exit 1
}
# An image that only this node has: nothing to resolve elsewhere.
docker stack deploy --resolve-image never -c registry/stack.yml registry >/dev/null
for _ in {1..120}; do
  if curl -fsS --max-time 5 http://127.0.0.1:5000/v2/ >/dev/null 2>&1; then
    echo "registry: answers on 127.0.0.1:5000 of every node ($((SECONDS - start)) s)"
    exit 0
  fi
  sleep 1
done
docker service ps --no-trunc registry_registry >&2
echo "registry: no answer on 127.0.0.1:5000 after two minutes; its tasks are above" >&2
exit 1
