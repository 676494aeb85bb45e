# Base of the scenarios in e2e/long: server processes on this machine, from the jars, without Docker.
# Source it; whatever a scenario starts through it is ended when the scenario ends.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
build
SCRATCH=$(mktemp -d)
DATABASE=$SCRATCH/rollcall.db
declare -A SERVERS=() # process ids by port
AT_END=()             # what else a scenario has to end

at_end() {
  local code=$?
  [ "$code" = 0 ] || tail -n 5 "$SCRATCH"/*.log >&2 || true
  local port ending
  for ending in "${AT_END[@]}"; do "$ending"; done
  for port in "${!SERVERS[@]}"; do kill_hard "$port"; done
  # shellcheck disable=SC2046
  kill $(jobs -p) 2>/dev/null || true
  wait
  ! mountpoint -q "$SCRATCH/disk" || umount "$SCRATCH/disk"
  rm -rf "$SCRATCH"
  exit "$code"
}
trap at_end EXIT
trap 'exit 130' INT TERM

fail() {
  printf '   FAILED: %s\n' "$*"
  exit 1
}
summary() { printf '   %s\n' "$*"; }

url() { printf 'http://127.0.0.1:%s' "$1"; }
is_up() { curl -fs -o /dev/null --max-time 2 "$(url "$1")/api/status"; }

# serve PORT [VARIABLE=VALUE...]: a server on $DATABASE, run as in the image; returns when it answers.
serve() {
  env MALLOC_ARENA_MAX=2 ROLLCALL_PORT="$1" ROLLCALL_REPLICA="server.$1" ROLLCALL_DRAIN_TIMEOUT=0s ROLLCALL_DB="jdbc:sqlite:$DATABASE" \
    ROLLCALL_MAX_REPORTS=100000000 "${@:2}" \
    "$JAVA" -XX:+UseSerialGC -Xmx64m -XX:+ExitOnOutOfMemoryError -jar "$ROOT/docker_server/target/rollcall-server.jar" >>"$SCRATCH/$1.log" 2>&1 &
  SERVERS[$1]=$!
  disown # or bash announces each end
  for _ in {1..600}; do
    ! is_up "$1" || return 0
    kill -0 "${SERVERS[$1]}" 2>/dev/null || break
    sleep 0.05
  done
  fail "the server on port $1 does not start"
}

kill_hard() { # PORT: and returns when it is gone
  kill -9 "${SERVERS[$1]}" 2>/dev/null || true
  while kill -0 "${SERVERS[$1]}" 2>/dev/null; do sleep 0.01; done
}

report() { # ID TIME
  printf '{"id":"%s","image":"nginx","name":"%s","timestamp":"%s","memory_usage":1,"cpu_usage":0}' "$1" "$1" "$2"
}
post() { # PORT ID TIME [CURL OPTION...]: prints the status
  curl -s -o "$SCRATCH/answer" -w '%{http_code}' -H 'Content-Type: application/json' -d "$(report "$2" "$3")" "${@:4}" \
    "$(url "$1")/api/reports" || true
}
# Runs one of the programs here, with the server's libraries. (No function: one in the background is a
# shell, and what ends it would leave the program running.)
JAVA_PROGRAM=("$JAVA" -Xmx512m -cp "$ROOT/docker_server/target/lib/*")
is_whole() { # the database passes SQLite's integrity_check, which every backup runs
  env ROLLCALL_DB="jdbc:sqlite:$DATABASE" "$JAVA" -jar "$ROOT/docker_server/target/rollcall-server.jar" \
    backup --force "$SCRATCH/backup.db" >"$SCRATCH/backup.log" 2>&1 || fail "$(cat "$SCRATCH/backup.log")"
}
