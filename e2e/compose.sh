# Base of the scenarios that run compose.yml: on ports of their own, with the images of
# e2e/service-images.sh. Source it; what it starts is removed, data included, when the scenario ends.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
SCRATCH=$(mktemp -d)
export COMPOSE_PROJECT_NAME=rollcall-e2e-$$
export HAPROXY_IMAGE=rollcall-haproxy NGINX_IMAGE=rollcall-nginx POSTGRES_IMAGE=rollcall-postgres
export ROLLCALL_HTTP_PORT=28080 ROLLCALL_TCP_PORT=23000 ROLLCALL_WEB_PORT=29000
export ROLLCALL_MAX_LOGGED_REQUESTS=100000
PG_PASS="grüß $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" # any text will do
export PG_PASS
LAYER7=http://127.0.0.1:$ROLLCALL_HTTP_PORT LAYER4=http://127.0.0.1:$ROLLCALL_TCP_PORT
FRONT_END=http://localhost:$ROLLCALL_WEB_PORT

if ! docker compose version >/dev/null 2>&1; then
  export DOCKER_CONFIG=$SCRATCH/docker
  mkdir -p "$DOCKER_CONFIG/cli-plugins"
  cp e2e/compose-plugin.sh "$DOCKER_CONFIG/cli-plugins/docker-compose"
fi

at_end() {
  local code=${1-$?}
  trap '' INT TERM
  # The file asks for a password even where there is only something to look at or to remove.
  export PG_PASS=${PG_PASS:-none}
  jobs -p | xargs -r kill 2>/dev/null || true
  if [ "$code" != 0 ]; then
    docker compose logs --tail 15 2>&1 || true
    tail -n 20 "$SCRATCH/compose.log" 2>/dev/null || true
  fi
  docker compose down -v -t 2 --remove-orphans >/dev/null 2>&1 || true
  rm -rf "$SCRATCH"
  exit "$code"
}
trap at_end EXIT

say() { printf '   [%3d s] %s\n' "$SECONDS" "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}
eventually() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "not in time: $*"
    sleep 0.2
  done
}

compose() { # what it says stays in a file, unless it fails
  docker compose "$@" >>"$SCRATCH/compose.log" 2>&1 </dev/null || fail "docker compose $* exited with an error"
}
containers() { docker ps -q --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter "label=com.docker.compose.service=$1"; }
get() { curl -fsS --max-time 30 "$1"; }
served_by() { curl -fsS --max-time 30 -o /dev/null -w '%header{x-served-by}\n' "$@"; }
# That many replicas take turns at layer 7.
taking_turns() { [ "$(served_by "$LAYER7/healthcheck#[1-$((3 * $1))]" | grep @ | sort -u | wc -l)" = "$1" ]; }

start() { # NUMBER OF SERVERS
  SERVER_COUNT=$1 compose up -d
  eventually 180 taking_turns "$1"
  eventually 60 get "$LAYER4/healthcheck" # whose checks are its own
  say "$1 servers take turns"
}

# load FILE URL COUNT [OPTION...]: COUNT requests, 16 at a time; FILE has a line "STATUS REPLICA" each.
load() {
  curl -s -Z --parallel-max 16 --max-time 300 -o /dev/null -w '%{http_code} %header{x-served-by}\n' \
    "${@:4}" "$2#[1-$3]" >"$1" 2>/dev/null || true
}
none_failed() { # FILE COUNT
  local answered
  answered=$(grep -c '^200 ' "$1" || true)
  [ "$answered" = "$2" ] || fail "of $2 requests: $(cut -d' ' -f1 "$1" | sort | uniq -c | tr '\n' ' ')"
}
