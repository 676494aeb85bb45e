#!/bin/bash
# 64 writers on three server processes of one database, of which a random one is killed, again and
# again: nothing that was acknowledged is lost or stored twice, and the other two go on answering.
#   usage: e2e/long/10-kill.sh [ROUNDS]
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"

rounds=${1:-200} slowest=0
for port in 5971 5972 5973; do serve "$port"; done
"${JAVA_PROGRAM[@]}" "$ROOT/e2e/long/Writers.java" 64 50 "$SCRATCH/enough" /dev/null "$(url 5971)" "$(url 5972)" "$(url 5973)" \
  >"$SCRATCH/account" 2>&1 &
writers=$!
sleep 5

# answered PORT: a write there is acknowledged within a second; notes the slowest.
answered() {
  local begin=$EPOCHREALTIME status millis
  status=$(post "$1" probe "$(date -u +%FT%T.%NZ)" --max-time 5)
  millis=$(awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN {printf "%d", (b - a) * 1000}')
  [ "$millis" -le "$slowest" ] || slowest=$millis
  if [ "$status" != 201 ] || [ "$millis" -ge 1000 ]; then
    fail "round $round: after the kill of $victim, $1 answered $status after $millis ms: $(cat "$SCRATCH/answer")"
  fi
}
for ((round = 1; round <= rounds; round++)); do
  victim=$((5971 + RANDOM % 3))
  kill_hard "$victim"
  for port in 5971 5972 5973; do
    [ "$port" = "$victim" ] || answered "$port"
  done
  serve "$victim"
done
touch "$SCRATCH/enough"
wait "$writers" || fail "$(cat "$SCRATCH/account")"
is_whole
summary "$rounds kills: $(cat "$SCRATCH/account"); integrity ok; the others' slowest answer $slowest ms"
