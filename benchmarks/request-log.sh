#!/usr/bin/env bash
# What the request log costs: one server with it and one without, side by side.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../scripts/common.sh"

usage() {
  cat <<'TEXT'
Usage: benchmarks/request-log.sh [ROUNDS [SECONDS]]

Starts two servers on this machine, with the request log and without it, and asks both in turn for
one container (GET /api/containers/{id}) by wrk, ROUNDS (7) times for SECONDS (5) each. Prints each
round, and the ratio of the medians of throughput and of the server's processor time a request.
TEXT
}

help_asked "$@"
command -v wrk >/dev/null || die 1 "request-log: no wrk. Install it: apt-get install wrk"
rounds=${1:-7}
seconds=${2:-5}
build
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT
report='{"id": "a1", "name": "web", "image": "nginx", "timestamp": 1, "memory_usage": 1, "cpu_usage": 0}'

start() { # NAME PORT KEEP
  program server
  env ROLLCALL_PORT="$2" ROLLCALL_REPLICA="$1" ROLLCALL_DRAIN_TIMEOUT=0s ROLLCALL_MAX_LOGGED_REQUESTS="$3" \
    ROLLCALL_DB="jdbc:sqlite:$work/$1.db" \
    "${PROGRAM[@]/-XX:TieredStopAtLevel=1/-XX:+TieredCompilation}" >"$work/$1.log" 2>&1 &
  pids+=($!)
  for _ in {1..100}; do
    ! curl -sf "http://127.0.0.1:$2/healthcheck" >/dev/null || break
    sleep 0.1
  done
  curl -sf -o /dev/null -H Content-Type:application/json -d "$report" "http://127.0.0.1:$2/service"
}

ticks() { cut -d ' ' -f 14,15 "/proc/$1/stat" | tr ' ' '+' | bc; }

# Prints requests a second and microseconds of the server's processor time a request.
measure() { # PID PORT
  local before after
  before=$(ticks "$1")
  wrk -t 1 -c 32 -d "${seconds}s" "http://127.0.0.1:$2/api/containers/a1" >"$work/wrk"
  after=$(ticks "$1")
  awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
    /requests in/ { n = $1 }
    /Requests\/sec/ { rate = $2 }
    /Non-2xx/ { print "request-log: " $0 > "/dev/stderr"; exit 1 }
    END { printf "%.0f %.1f\n", rate, ticks / hz * 1e6 / n }' "$work/wrk"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

start with 5961 10000
start without 5962 0
# The compiler takes its time: the first rounds would measure it.
seconds=$((10 * seconds)) measure "${pids[0]}" 5961 >/dev/null
seconds=$((10 * seconds)) measure "${pids[1]}" 5962 >/dev/null
printf '%5s  %22s  %22s\n' round 'with: req/s  us each' 'without: req/s  us each'
for ((i = 1; i <= rounds; i++)); do
  # The two take turns in going first, so that a machine that slows down slows both.
  if ((i % 2)); then
    with=$(measure "${pids[0]}" 5961)
    without=$(measure "${pids[1]}" 5962)
  else
    without=$(measure "${pids[1]}" 5962)
    with=$(measure "${pids[0]}" 5961)
  fi
  echo "$with" >>"$work/with"
  echo "$without" >>"$work/without"
  printf '%5d  %12s %9s  %12s %10s\n' "$i" "${with% *}" "${with#* }" "${without% *}" "${without#* }"
done
log=$(curl -sf 'http://127.0.0.1:5961/api/requests?limit=1' | sed 's/.*"answered"/"answered"/')
echo "the log at the end: {$log"
for column in 1 2; do
  a=$(cut -d ' ' -f $column "$work/with" | median)
  b=$(cut -d ' ' -f $column "$work/without" | median)
  what=('' 'requests a second' 'processor time a request')
  echo "median of ${what[column]}: $a with, $b without: ratio $(echo "scale=3; $a / $b" | bc)"
done
