#!/bin/bash
# Variables through three servers, one of which is stopped for ten seconds and one killed in each round:
# what the clients saw is what one register a variable could have shown.
#   usage: e2e/long/30-linearizability.sh [ROUNDS [OPERATIONS]]
. "$(dirname "${BASH_SOURCE[0]}")/../processes.sh"

rounds=${1:-10} operations=${2:-5000}
for port in 5971 5972 5973; do serve "$port"; done
for ((round = 1; round <= rounds; round++)); do
  "${JAVA_PROGRAM[@]}" "$ROOT/e2e/long/Linearizability.java" 12 8 "$operations" 20 \
    "$(url 5971)" "$(url 5972)" "$(url 5973)" >"$SCRATCH/round" 2>&1 &
  clients=$!
  sleep 2
  paused=$((5971 + RANDOM % 3))
  kill -STOP "${SERVERS[$paused]}"
  sleep 10
  kill -CONT "${SERVERS[$paused]}"
  killed=$((5971 + RANDOM % 3))
  kill_hard "$killed"
  serve "$killed"
  wait "$clients" || fail "round $round: $(cat "$SCRATCH/round")"
  summary "round $round: $(cat "$SCRATCH/round")"
done
is_whole
summary "$rounds rounds of $operations operations, each with a pause of 10 s and a kill: no violation, each planted stale read caught; integrity ok"
