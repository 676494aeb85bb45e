#!/usr/bin/env bash
# Builds the images.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<'TEXT'
Usage: ./rollcall images [--debian-base]

Builds app_server, app_agent, app_client and app_web with docker build, each tagged :latest.

  --debian-base   on base images made from Debian's packages (by e2e/base-images.sh, which needs
                  root and mmdebstrap), for machines that reach no image registry; stand-ins for
                  compose.yml's HAProxy, nginx and PostgreSQL are made as well

BUILD_IMAGE, RUNTIME_IMAGE and NGINX_IMAGE in the environment name other base images.
TEXT
}

help_asked "$@"
command -v docker >/dev/null || require docker dockerd=docker.io apparmor_parser=apparmor
case "${1-}" in
  '') ;;
  --debian-base)
    [ "$(id -u)" = 0 ] || die 1 "images: only root may make base images: sudo ./rollcall images --debian-base"
    require mmdebstrap
    "$ROOT/e2e/base-images.sh" "$ROOT/target/base-images" build runtime services
    "$ROOT/e2e/service-images.sh" "$ROOT/target"
    export BUILD_IMAGE=rollcall-base-build:latest RUNTIME_IMAGE=rollcall-base-runtime:latest
    export NGINX_IMAGE=rollcall-nginx
    ;;
  *) die 2 "images: unknown argument '$1'; see ./rollcall images --help" ;;
esac

docker version >/dev/null 2>&1 ||
  die 1 "images: docker cannot reach its engine. Start it (systemctl start docker), or join the group docker"

log=$ROOT/target/images.log
mkdir -p "$ROOT/target"
: >"$log"

build() { # NAME DOCKER_BUILD_ARGUMENT...
  local name=$1 start=$SECONDS base bases=()
  for base in BUILD_IMAGE RUNTIME_IMAGE NGINX_IMAGE; do
    [ -z "${!base-}" ] || bases+=(--build-arg "$base=${!base}")
  done
  docker build "${bases[@]}" -t "app_$name:latest" "${@:2}" >>"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    ! grep -qiE 'pull|lookup|resolve|i/o timeout|connection refused' "$log" || say "images: where no image registry\
 can be reached, ./rollcall images --debian-base makes the bases from Debian's packages"
    die 1 "images: app_$name failed; all that docker build said is in $log"
  }
  say "built the image app_$name ($((SECONDS - start)) s)"
}

for name in server agent client; do
  build "$name" --target "$name" "$ROOT"
done
build web "$ROOT/docker_web"
