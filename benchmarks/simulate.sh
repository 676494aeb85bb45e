#!/usr/bin/env bash
# A large swarm, simulated against three server processes on one database on this machine.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../scripts/common.sh"

usage() {
  cat <<'TEXT'
Usage: benchmarks/simulate.sh [AGENTS [CONTAINERS [CHANGES [SECONDS]]]]

Plays AGENTS (1000) agents with CONTAINERS (50) each, a heartbeat every 10 s and CHANGES (20)
containers replaced a second, for SECONDS (30), against three server processes on this machine.
Their database is a new SQLite file, or the empty one that ROLLCALL_DB names; they listen on the
three ports after ROLLCALL_PORT (5950).
TEXT
}

help_asked "$@"
build_benchmarks
work=$(mktemp -d)
servers=()
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT

for n in 1 2 3; do
  program server
  port=$((${ROLLCALL_PORT:-5950} + n))
  env ROLLCALL_PORT=$port ROLLCALL_REPLICA="server.$n" ROLLCALL_DRAIN_TIMEOUT=0s \
    ROLLCALL_DB="${ROLLCALL_DB:-jdbc:sqlite:$work/rollcall.db}" "${PROGRAM[@]/-XX:TieredStopAtLevel=1/-XX:+TieredCompilation}" \
    >"$work/server.$n.log" 2>&1 &
  pids+=($!)
  servers+=("http://127.0.0.1:$port" "$!")
done
for ((i = 0; i < ${#servers[@]}; i += 2)); do
  for _ in {1..100}; do
    ! curl -sf "${servers[i]}/healthcheck" >/dev/null || break
    sleep 0.1
  done
done

"${BENCHMARK[@]}" rollcall.benchmarks.Simulation "${1:-1000}" "${2:-50}" "${3:-20}" "${4:-30}" \
  "$work/rollcall.db" "${servers[@]}"
