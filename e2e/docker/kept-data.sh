#!/bin/bash
# A server that was killed, and one that was stopped and replaced, have every acknowledged report.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

report() { # NAME
  printf '{"id":"%s","image":"lab","name":"%s","timestamp":"2026-11-01T00:00:00Z","memory_usage":1.5,"cpu_usage":0.25}' \
    "$(printf '%s' "$1" | sha256sum | cut -c1-64)" "$1"
}
post() {
  curl -fsS --max-time 30 "${OPERATOR[@]}" -H 'Content-Type: application/json' -d "$(report "$1")" \
    "http://$GATEWAY:5001/api/reports" >/dev/null
}

start_server
for i in {1..20}; do post "kept-$i"; done
docker kill -s KILL "$RUN-server" >/dev/null
docker start "$RUN-server" >/dev/null
eventually 60 get /healthcheck
for i in {1..20}; do get "/api/containers/kept-$i" >/dev/null || fail "kept-$i is lost"; done
say "all 20 reports outlived kill -9"

start=$SECONDS
docker stop -t 30 "$RUN-server" >/dev/null
took=$((SECONDS - start))
code=$(docker inspect --format '{{.State.ExitCode}}' "$RUN-server")
case "$code" in 0 | 143) ;; *) fail "a stopped server exits with $code" ;; esac
[ "$took" -lt 20 ] || fail "a stop took $took s"
docker rm "$RUN-server" >/dev/null
start_server
get /api/containers/kept-20 >/dev/null || fail "kept-20 is lost"
say "a stop took $took s; a new container on the same volume has the reports"
