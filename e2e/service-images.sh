#!/bin/bash
# Makes stand-ins for the images that compose.yml takes from a registry (HAProxy, nginx, PostgreSQL)
# from Debian's packages, as rollcall-haproxy, rollcall-nginx and rollcall-postgres, and the front
# end app_web on them. Needs a Docker engine and e2e/base-images.sh's images. compose.yml takes them by
#   HAPROXY_IMAGE=rollcall-haproxy NGINX_IMAGE=rollcall-nginx POSTGRES_IMAGE=rollcall-postgres
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=target/service-images.log
mkdir -p target
: >"$log"
build() { # TAG ARGUMENT...
  docker build -t "$@" >>"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    echo "service images: $1 failed; all that docker build said is in $log" >&2
    return 1
  }
  printf 'service images: built %s\n' "$1"
}

for name in haproxy nginx postgres; do
  build "rollcall-$name" --target "$name" e2e/services
done
build app_web --build-arg NGINX_IMAGE=rollcall-nginx docker_web
