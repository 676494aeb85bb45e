#!/usr/bin/env bash
# Builds the three images.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall images [--debian-base]

Builds app_server, app_agent and app_client with docker build, each tagged :latest.

  --debian-base   on base images made from Debian's packages (by e2e/base-images.sh, which needs
                  root and mmdebstrap), for machines that reach no image registry

BUILD_IMAGE and RUNTIME_IMAGE in the environment name other base images.
TEXT
}

help_asked "$@"
case "${1-}" in
  '') ;;
  --debian-base)
    "$ROOT/e2e/base-images.sh" "$ROOT/target/base-images"
    BUILD_IMAGE=rollcall-base-build:latest RUNTIME_IMAGE=rollcall-base-runtime:latest
    ;;
  *) die 2 "images: unknown argument '$1'; see ./rollcall images --help" ;;
esac

command -v docker >/dev/null ||
  die 1 "images: no docker command. Install it: apt-get install docker.io apparmor"
docker version >/dev/null 2>&1 ||
  die 1 "images: docker cannot reach its engine. Start it (systemctl start docker), or join the group docker"

bases=()
[ -z "${BUILD_IMAGE-}" ] || bases+=(--build-arg "BUILD_IMAGE=$BUILD_IMAGE")
[ -z "${RUNTIME_IMAGE-}" ] || bases+=(--build-arg "RUNTIME_IMAGE=$RUNTIME_IMAGE")
log=$ROOT/target/images.log
mkdir -p "$ROOT/target"
: >"$log"
for name in server agent client; do
  start=$SECONDS
  docker build "${bases[@]}" -t "app_$name:latest" -f "$ROOT/docker_$name/Dockerfile" "$ROOT" \
    >>"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    die 1 "images: app_$name failed; all that docker build said is in $log"
  }
  say "built the image app_$name ($((SECONDS - start)) s)"
done
