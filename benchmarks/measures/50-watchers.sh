#!/usr/bin/env bash
# A thousand watchers of the change feed (server-sent events) on one replica, 20 changes a second.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
build_benchmarks

server server 5961
seconds=$((4 * RUN_SECONDS))
read -r cpu p50 p99 missing < <("${BENCHMARK[@]}" rollcall.benchmarks.Watchers 5961 "${PIDS[0]}" 1000 20 "$seconds")
row '1,000 watchers, 20 changes/s: CPU' '% of a core' "$cpu" 'one core' 100 "$(awk "BEGIN {print $cpu / 100}")" '<=0.4' "$missing"
row '1,000 watchers, 20 changes/s: delivery p99' ms "$p99" "the target; its p50 was $p50" 300 \
  "$(awk "BEGIN {print $p99 / 300}")" '<=1' "$missing"
