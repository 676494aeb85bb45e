#!/bin/bash
# Makes stand-ins for the images that compose.yml takes from a registry, HAProxy, nginx and PostgreSQL,
# from Debian's packages. compose.yml takes them by
#   HAPROXY_IMAGE=rollcall-haproxy NGINX_IMAGE=rollcall-nginx POSTGRES_IMAGE=rollcall-postgres
#   usage: e2e/service-images.sh DIR      its log goes to DIR
# Needs a Docker engine and the image rollcall-base-services of e2e/base-images.sh.
set -euo pipefail

log=${1:?usage: e2e/service-images.sh DIR}/service-images.log
: >"$log"
for name in haproxy nginx postgres; do
  docker build -t "rollcall-$name" --target "$name" "$(dirname "${BASH_SOURCE[0]}")/services" \
    >>"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    echo "service images: rollcall-$name failed; all that docker build said is in $log" >&2
    exit 1
  }
done
echo "service images: rollcall-haproxy, rollcall-nginx and rollcall-postgres are built"
