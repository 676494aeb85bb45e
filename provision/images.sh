#!/bin/bash
# Builds the three images once, on this machine, and puts them into the swarm's registry. With
# ROLLCALL_IMAGES=ready they are here already, and are taken as they are.
set -euo pipefail
cd /vagrant

registry=127.0.0.1:5000
bases=()
for name in build runtime; do
  ! docker image inspect "rollcall-base-$name" >/dev/null 2>&1 ||
    bases+=(--build-arg "${name^^}_IMAGE=rollcall-base-$name")
done

log=/var/log/rollcall-images.log
: >"$log"

build() { # NAME
  echo "images: building app_$1 (the first one takes some minutes) ..."
  docker build "${bases[@]}" -t "app_$1" -t "$registry/app_$1" --target "$1" . >>"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    echo "images: docker build of app_$1 failed, see above; the whole log is $log on this machine" >&2
    exit 1
  }
}

for name in server agent client; do
  start=$SECONDS
  if [ "${ROLLCALL_IMAGES-}" = ready ]; then
    docker tag "app_$name" "$registry/app_$name"
  else
    build "$name"
  fi
  built=$SECONDS
  docker push -q "$registry/app_$name" >>"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    echo "images: could not push app_$name to $registry; is the service registry_registry running?" >&2
    exit 1
  }
  echo "images: app_$name made in $((built - start)) s, pushed in $((SECONDS - built)) s"
done
