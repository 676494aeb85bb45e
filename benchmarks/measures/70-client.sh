#!/usr/bin/env bash
# One command of the client, from start to exit.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
require_java

server server 5961
post_hundred http://127.0.0.1:5961/api/reports
export ROLLCALL_SERVER=http://127.0.0.1:5961
timed() { # COMMAND...: seconds
  local begin=$EPOCHREALTIME
  "$@" >/dev/null
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN {print b - a, 0, 0, 0}'
}
get() { timed "$ROOT/rollcall" client get; }
docker_ps() { timed docker ps; }
compare get docker_ps
versus 'rollcall client get, start to exit' s 1 get docker_ps 'docker ps' '<=10'
row 'rollcall client get, start to exit' s "$(figure get 1)" 'the target' 0.6 "$(awk "BEGIN {print $(figure get 1) / 0.6}")" '<=1'
