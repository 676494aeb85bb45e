#!/bin/bash
# SERVER_COUNT=5: layer 7 deals requests, layer 4 connections, each in equal shares, as the request log
# shows. A server killed with -9 costs no request at layer 7, and is started again.
. "$(dirname "${BASH_SOURCE[0]}")/../compose.sh"

REQUESTS=5000 # and as many connections
shares() { get "$LAYER7/api/requests?limit=1" | jq -r '.answered | to_entries[] | "\(.key) \(.value)"' | sort; }
logged() { [ "$(shares | awk '{n += $2} END {print n}')" -ge "$1" ]; }

# fair NAME: since the last call, each of the five answered REQUESTS/5, 10 % more or less.
touch "$SCRATCH/before"
before=0
fair() {
  eventually 60 logged $((before + REQUESTS))
  shares >"$SCRATCH/after"
  join -a 2 -e 0 -o 0,2.2,1.2 "$SCRATCH/before" "$SCRATCH/after" | awk '{print $2 - $3, $1}' >"$SCRATCH/shares"
  awk -v fair=$((REQUESTS / 5)) '$1 < 0.9 * fair || $1 > 1.1 * fair {bad = 1} END {exit bad || NR != 5}' \
    "$SCRATCH/shares" || fail "$1: unequal shares: $(cat "$SCRATCH/shares")"
  say "$1: $(cut -d' ' -f1 "$SCRATCH/shares" | tr '\n' ' ')"
  mv "$SCRATCH/after" "$SCRATCH/before"
  before=$(awk '{n += $2} END {print n}' "$SCRATCH/before")
}

start 5
shares >"$SCRATCH/before"
before=$(awk '{n += $2} END {print n}' "$SCRATCH/before")

load "$SCRATCH/l7" "$LAYER7/api/containers?limit=1" "$REQUESTS"
none_failed "$SCRATCH/l7" "$REQUESTS"
fair "layer 7, $REQUESTS requests on kept connections"

load "$SCRATCH/l4" "$LAYER4/api/containers?limit=1" "$REQUESTS" -H 'Connection: close'
none_failed "$SCRATCH/l4" "$REQUESTS"
fair "layer 4, $REQUESTS connections"

# One connection, 20 requests: one replica at layer 4, four of each at layer 7.
[ "$(served_by "$LAYER4/healthcheck#[1-20]" | sort -u | wc -l)" = 1 ] || fail "a connection changed its server at layer 4"
[ "$(served_by "$LAYER7/healthcheck#[1-20]" | sort | uniq -c | awk '$1 == 4' | wc -l)" = 5 ] ||
  fail "one connection's requests are not dealt evenly at layer 7"
say "one connection: one server at layer 4, all in turn at layer 7"

victim=$(containers server | sed -n 1p)
load "$SCRATCH/kill" "$LAYER7/api/containers?limit=1" 5000 &
sleep 1
kill -9 "$(docker inspect --format '{{.State.Pid}}' "$victim")"
wait $!
none_failed "$SCRATCH/kill" 5000
eventually 180 taking_turns 5
[ "$(docker inspect --format '{{.RestartCount}}' "$victim")" = 1 ] || fail "the killed server was not restarted"
say "a server killed with -9 under load: 0 of 5000 requests failed, and it is back"
