#!/bin/bash
# 3 → 5 → 2 servers under load: new ones take requests without a restart of the balancer, removed ones
# lose none, at both layers.
. "$(dirname "${BASH_SOURCE[0]}")/../compose.sh"

# Requests without a pause until the file "enough" is there, a line "STATUS REPLICA" each.
keep_asking() { # URL FILE [OPTION...]
  until [ -e "$SCRATCH/enough" ] || [ "$SECONDS" -gt 300 ]; do
    curl -s --max-time 30 -o /dev/null -w '%{http_code} %header{x-served-by}\n' "${@:3}" "$1/api/containers?limit=1#[1-50]" || true
  done >"$SCRATCH/$2" 2>/dev/null
}

start 3
balancer=$(docker inspect --format '{{.State.StartedAt}}' "$(containers balancer)")
keep_asking "$LAYER7" load7a &
keep_asking "$LAYER7" load7b &
keep_asking "$LAYER4" load4 -Z --parallel-max 64 -H 'Connection: close' &
for n in 5 2; do
  before=$(date +%s)
  compose up -d --no-recreate --scale "server=$n"
  eventually 180 taking_turns "$n"
  say "$n servers take turns"
  sleep 2
done
touch "$SCRATCH/enough"
wait
for file in load7a load7b load4; do
  none_failed "$SCRATCH/$file" "$(wc -l <"$SCRATCH/$file")"
done
# A connection that a server resets just when it stops to listen is lost at layer 4: it has to be out before.
[ "$(docker logs --since "$before" "$(containers balancer)" 2>&1 | grep -o 'Server tcp/.* is DOWN, reason: Layer7' | sort -u | wc -l)" = 3 ] ||
  fail "the balancer did not find out that three servers would stop"
[ "$(cat "$SCRATCH"/load* | cut -d' ' -f2 | sort -u | wc -l)" = 5 ] || fail "not all five servers were heard"
[ "$(docker inspect --format '{{.State.StartedAt}}' "$(containers balancer)")" = "$balancer" ] ||
  fail "the balancer was restarted"
say "$(cat "$SCRATCH"/load* | wc -l) requests, none failed"
