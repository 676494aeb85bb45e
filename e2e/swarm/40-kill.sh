#!/bin/bash
# A replica's process is killed in the middle of writes: the swarm replaces it, nothing
# acknowledged is lost. What the dead one was just answering fails; the rest does not.
. e2e/machines.sh

acknowledged=0
(for ((i = 0; i < 60; i++)); do post "$CLIENT" "kill-$i" && echo "kill-$i"; done >"$SCRATCH/posted" 2>/dev/null) &
writer=$!
start_load
sleep 5
# shellcheck disable=SC2016 # for the machine's shell
on server 'docker kill -s KILL "$(docker ps -q --filter name=rollcall_server.1 | sed -n 1p)" >/dev/null'
say "killed replica 1"
wait "$writer" || true
eventually 300 runs server 3
eventually 120 answering "$SERVER" 3
while read -r name; do
  get "$SERVER" "/api/containers/$name" >/dev/null || fail "$name was acknowledged and is lost"
  acknowledged=$((acknowledged + 1))
done <"$SCRATCH/posted"
[ "$acknowledged" -gt 30 ] || fail "only $acknowledged of 60 writes went through"
say "replaced; all $acknowledged acknowledged of 60 writes are there"
stop_load 40
