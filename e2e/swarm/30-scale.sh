#!/bin/bash
# 3 → 5 → 2 → 3 replicas under load: no request fails, and all replicas always tell the same.
. e2e/machines.sh

post "$SERVER" before-scale
start_load
for n in 5 2 3; do
  on server "docker service scale -d rollcall_server=$n >/dev/null"
  eventually 300 runs server "$n"
  eventually 120 answering "$CLIENT" "$n"
  seen_by_all before-scale "$n"
  post "$CLIENT" "at-$n"
  seen_by_all "at-$n" "$n"
  say "$n replicas, one state"
done
stop_load
