# Base of the scenarios in e2e/docker: Rollcall's images on one Docker engine, without a swarm.
# Source it; whatever a scenario starts through it is removed when the scenario ends.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
RUN=rollcall-e2e-$$ # the beginning of the name of everything that this scenario makes
BRIDGE=$(docker network inspect bridge --format '{{index .Options "com.docker.network.bridge.name"}}')
GATEWAY=$(ip -4 -o addr show dev "$BRIDGE" | awk 'NR == 1 {sub("/.*", "", $4); print $4}')
SCRATCH=$(mktemp -d)
# Handed to the programs, and to docker, by name: not in an argument list.
ROLLCALL_AGENT_KEY=$(head -c 32 /dev/urandom | base64)
ROLLCALL_TOKEN=$(head -c 32 /dev/urandom | base64)
export ROLLCALL_AGENT_KEY ROLLCALL_TOKEN
(umask 077 && printf 'Authorization: Bearer %s\n' "$ROLLCALL_TOKEN" >"$SCRATCH/operator")
OPERATOR=(-H "@$SCRATCH/operator") # for curl
SERVER_OPTIONS=() AGENT_OPTIONS=() # of docker run
# As stack.yml and compose.yml have it.
TIGHT=(--read-only --tmpfs /tmp:size=32m --cap-drop ALL --security-opt no-new-privileges --pids-limit 512 --memory 256m)

at_end() {
  local code=${1-$?} name
  trap '' INT TERM
  # What the programs said helps only where something went wrong.
  if [ "$code" != 0 ]; then
    for name in server agent; do docker logs --tail 15 "$RUN-$name" 2>&1 || true; done
  fi
  docker ps -aq --filter "name=$RUN" | xargs -r docker rm -f >/dev/null
  docker volume rm -f "$RUN-data" >/dev/null
  docker images -q "$RUN-*" | xargs -r docker rmi -f >/dev/null
  rm -rf "$SCRATCH"
  exit "$code"
}
trap at_end EXIT

say() { printf '   %s\n' "$*"; }
fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}

# contains TEXT PART: the scenario fails where TEXT has no PART.
contains() {
  case "$1" in
    *"$2"*) ;;
    *) fail "expected \"$2\" in: $1" ;;
  esac
}

eventually() { # SECONDS COMMAND...
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "not in time: $*"
    sleep 0.2
  done
}

is_healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$RUN-$1")" = healthy ]; }

# The ports are taken on the bridge's own address: beside what runs on 127.0.0.1, hidden from the LAN.
start_server() {
  docker run -d --name "$RUN-server" -p "$GATEWAY:5001:5001" -v "$RUN-data:/data" \
    -e ROLLCALL_NODE="$(hostname)" -e ROLLCALL_AGENT_KEY -e ROLLCALL_TOKEN \
    "${TIGHT[@]}" "${SERVER_OPTIONS[@]}" app_server >/dev/null
  eventually 60 is_healthy server
}

start_agent() {
  docker run -d --name "$RUN-agent" --network host -v /var/run/docker.sock:/var/run/docker.sock \
    --group-add "$(stat -c %g /var/run/docker.sock)" -e "ROLLCALL_BIND=$GATEWAY" \
    -e "ROLLCALL_SERVER=http://$GATEWAY:5001" -e ROLLCALL_AGENT_KEY -e ROLLCALL_TOKEN \
    "${TIGHT[@]}" "${AGENT_OPTIONS[@]}" app_agent >/dev/null
  eventually 60 is_healthy agent
}

start_rollcall() {
  start_server
  start_agent
  say "server and agent are healthy"
}

# An image with nothing but a statically linked busybox, as the smallest thing that runs.
busybox_image() {
  docker image inspect rollcall-busybox >/dev/null 2>&1 && return
  mkdir -p "$SCRATCH/busybox/bin"
  cp "$(command -v busybox)" "$SCRATCH/busybox/bin/"
  for name in sh sleep wget ip awk hostname cat; do
    ln -s busybox "$SCRATCH/busybox/bin/$name"
  done
  tar -C "$SCRATCH/busybox" -c . | docker import - rollcall-busybox >/dev/null
}

get() { curl -fsS --max-time 30 "http://$GATEWAY:5001$1"; }
