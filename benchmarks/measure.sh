# Base of benchmarks/measures/*.sh: starts what is measured, runs it in turn, records rows.
# A measure is a script; figures are lines of what `load` prints, a line a round.
# shellcheck shell=bash

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
. "$ROOT/scripts/steps.sh"
PEERS=$ROOT/benchmarks/peers
ROUNDS=${BENCH_ROUNDS:-5}
RUN_SECONDS=${BENCH_SECONDS:-3} # of one run of the load generator
ROWS=${BENCH_ROWS:-/dev/stdout} # where rows go, tab-separated
WORK=$(mktemp -d)
chmod 755 "$WORK" # PostgreSQL's user looks in
PIDS=() CONTAINERS=()

at_end() {
  local code=$?
  [ ${#CONTAINERS[@]} -eq 0 ] || docker rm -f "${CONTAINERS[@]}" >/dev/null 2>&1 || true
  if [ ${#PIDS[@]} -gt 0 ]; then
    kill "${PIDS[@]}" 2>/dev/null || true
    wait "${PIDS[@]}" 2>/dev/null || true
  fi
  rm -rf "$WORK"
  exit "$code"
}
trap at_end EXIT
trap 'exit 130' INT TERM

# start NAME URL COMMAND...: runs it in the background until the measure ends; returns when URL answers.
start() {
  local name=$1 url=$2
  shift 2
  "$@" >"$WORK/$name.log" 2>&1 </dev/null &
  PIDS+=($!)
  answers "$name" "$url"
}

answers() { # NAME URL
  for _ in {1..600}; do
    ! curl -s -o /dev/null --max-time 2 "$2" || return 0
    kill -0 "${PIDS[-1]}" 2>/dev/null || break
    sleep 0.05
  done
  tail -n 20 "$WORK/$1.log" >&2
  die 1 "bench: $1 does not answer at $2"
}

# server NAME PORT [VARIABLE=VALUE...]: a Rollcall server as the image runs it, on a new database
# unless ROLLCALL_DB says otherwise.
server() {
  local name=$1 port=$2
  shift 2
  start "$name" "http://127.0.0.1:$port/healthcheck" env MALLOC_ARENA_MAX=2 ROLLCALL_PORT="$port" ROLLCALL_REPLICA="$name" \
    ROLLCALL_DRAIN_TIMEOUT=0s ROLLCALL_DB="jdbc:sqlite:$WORK/$name.db" "$@" \
    "$JAVA" "${AS_IN_THE_IMAGE[@]}" -jar "$ROOT/docker_server/target/rollcall-server.jar"
}
AS_IN_THE_IMAGE=(-XX:+UseSerialGC -Xmx64m -XX:+ExitOnOutOfMemoryError)

# load CONNECTIONS URL [KIND [PREFIX]]: wrk for $RUN_SECONDS; see load.lua. Prints requests a second,
# p50 and p99 in milliseconds, failed requests.
load() {
  wrk -t 1 -c "$1" -d "${RUN_SECONDS}s" --timeout 10s --latency -s "$ROOT/benchmarks/load.lua" "$2" -- "${@:3}" |
    sed -n 's/^figures //p'
}

# compare NAME...: runs the functions NAME in turn, each as often as there are rounds, so that a machine
# that slows down slows all; what they print is kept for `figure`. Begins with a run of each that does
# not count: compilers and caches warm up.
compare() {
  local round i name
  for name; do
    RUN_SECONDS=${BENCH_WARM_UP:-8} "$name" >/dev/null
  done
  for ((round = 0; round < ROUNDS; round++)); do
    for ((i = 0; i < $#; i++)); do
      name=${*:$(((i + round) % $# + 1)):1}
      "$name" >>"$WORK/$name.figures"
    done
  done
}

median() { sort -n | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
column() { cut -d ' ' -f "$2" "$WORK/$1.figures"; } # NAME COLUMN
figure() { column "$1" "$2" | median; }             # NAME COLUMN

# versus MEASURE UNIT COLUMN OURS PEER TITLE TARGET: a row from two compared functions; the ratio is
# the median of the rounds' own, without those in which the peer answered nothing (the first lab's queue
# of connections is short). TARGET is like '>=0.8'; requests of ours that failed miss it.
versus() {
  local measure=$1 unit=$2 column=$3 ours=$4 peer=$5 title=$6 target=$7 ratio failed
  ratio=$(paste -d ' ' <(column "$ours" "$column") <(column "$peer" "$column") | awk '$2 > 0 {print $1 / $2}' | median)
  failed=$(column "$ours" 4 | awk '{n += $1} END {print n + 0}')
  row "$measure" "$unit" "$(figure "$ours" "$column")" "$title" "$(figure "$peer" "$column")" "$ratio" "$target" "$failed"
}

# row MEASURE UNIT OURS PEER FIGURE RATIO TARGET [FAILED]
row() {
  local held
  held=$(awk -v ratio="$6" -v target="$7" -v failed="${8:-0}" 'BEGIN {
    bound = target; sub(/[<>]=/, "", bound)
    print (failed > 0 ? failed " failed" : (target ~ />/ ? ratio >= bound + 0 : ratio <= bound + 0) ? "yes" : "no") }')
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$held" >>"$ROWS"
}

resident_mb() { awk '/^VmRSS/ {print $2 / 1024}' "/proc/$1/status"; } # PID

# postgres PORT: PostgreSQL of Debian's package, as it is shipped, with an empty database "bench".
postgres() {
  local bin data=$WORK/postgres
  bin=$(pg_config --bindir 2>/dev/null || dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -n 1)")
  install -d -o postgres "$data"
  as_postgres "$bin/initdb" -A trust -U bench "$data" >"$WORK/initdb.log" 2>&1
  # Not as_postgres: a function in the background is a shell, and the process id would be its.
  setpriv "${AS_POSTGRES[@]}" "$bin/postgres" -D "$data" -p "$1" -k "$data" -c listen_addresses=127.0.0.1 >"$WORK/postgres.log" 2>&1 &
  PIDS+=($!)
  for _ in {1..100}; do
    ! as_postgres "$bin/createdb" -h 127.0.0.1 -p "$1" -U bench bench 2>/dev/null || return 0
    sleep 0.1
  done
  die 1 "bench: PostgreSQL did not start: $(tail -n 3 "$WORK/postgres.log")"
}
AS_POSTGRES=(--reuid postgres --regid postgres --clear-groups)
as_postgres() { setpriv "${AS_POSTGRES[@]}" "$@"; }

# flask PORT POSTGRES_PORT: peers/flask_peer.py by gunicorn, four workers.
flask() {
  as_postgres psql -q -h 127.0.0.1 -p "$2" -U bench bench <<'SQL'
CREATE TABLE report (id text, image text, name text, timestamp timestamptz, memory_usage float8, cpu_usage float8);
CREATE INDEX ON report (id, timestamp);
INSERT INTO report SELECT 'a' || n, 'nginx:1.27', 'web-a' || n, now(), 12.5, 0.25 FROM generate_series(0, 99) n;
SQL
  start flask "http://127.0.0.1:$1/containers/a1" env DATABASE="host=127.0.0.1 port=$2 user=bench dbname=bench" \
    /usr/bin/gunicorn --workers 4 --worker-class gthread --threads 16 --keep-alive 60 --log-level error \
    --bind "127.0.0.1:$1" --chdir "$PEERS" flask_peer:app
}

etcd() { # PORT
  start etcd "http://127.0.0.1:$1/health" /usr/bin/etcd --data-dir "$WORK/etcd" --log-level error \
    --listen-client-urls "http://127.0.0.1:$1" --advertise-client-urls "http://127.0.0.1:$1" \
    --listen-peer-urls "http://127.0.0.1:$(($1 + 1))" --initial-advertise-peer-urls "http://127.0.0.1:$(($1 + 1))" \
    --initial-cluster "default=http://127.0.0.1:$(($1 + 1))"
}

# first_lab PORT: bottle and TinyDB, with what is in $WORK/lab.json.
first_lab() { start lab "http://127.0.0.1:$1/service" /usr/bin/python3 "$PEERS/first_lab.py" "$1" "$WORK/lab.json"; }

# A hundred reports, a line each.
hundred() {
  local i
  for i in {0..99}; do
    printf '{"id":"a%d","image":"nginx:1.27","name":"web-a%d","timestamp":"2026-11-01T00:00:00Z","memory_usage":12.5,"cpu_usage":0.25}\n' "$i" "$i"
  done
}
post_hundred() { # URL
  hundred | while read -r report; do
    curl -fsS -o /dev/null -H 'Content-Type: application/json' -d "$report" "$1"
  done
}
