#!/bin/bash
# The number of replicas goes up and down under load: no request fails, and all replicas always tell
# the same.
. e2e/machines.sh

scale() { # N...
  local n start took
  for n in "$@"; do
    start=$SECONDS
    on server "docker service scale -d rollcall_server=$n >/dev/null"
    eventually 300 runs server "$n"
    eventually 120 answering "$CLIENT" "$n"
    took=$((SECONDS - start))
    seen_by_all before-scale "$n"
    post "$CLIENT" "at-$n"
    seen_by_all "at-$n" "$n"
    say "$n replicas after $took s, one state"
  done
}

post "$SERVER" before-scale
start_load
scale 5 2 3 5 1 3
eventually 600 load_reached 3500
stop_load 0
