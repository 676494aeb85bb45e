#!/bin/bash
# A server that stood still, as under `docker pause` or a laptop's closed lid, answers what was sent to it
# meanwhile: it must not take the time that it missed for its clients' slowness.
. "$(dirname "${BASH_SOURCE[0]}")/../one-host.sh"

REQUESTS=200
SERVER_OPTIONS=(-e ROLLCALL_SLOW_AFTER=2s)
start_rollcall
connections=()
for ((i = 0; i < REQUESTS; i++)); do
  exec {connection}<>"/dev/tcp/$GATEWAY/5001"
  connections+=("$connection")
done
sleep 1 # all are accepted
docker pause "$RUN-server" >/dev/null
sleep 3
for connection in "${connections[@]}"; do
  printf 'GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&"$connection"
done
docker unpause "$RUN-server" >/dev/null
answered=0
for connection in "${connections[@]}"; do
  status=''
  read -r -t 30 _ status _ <&"$connection" || true
  [ "$status" != 200 ] || answered=$((answered + 1))
done
[ "$answered" = "$REQUESTS" ] || fail "of $REQUESTS requests that were sent meanwhile only $answered were answered"
say "$REQUESTS requests sent to a paused server were answered when it went on"
