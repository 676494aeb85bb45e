#!/usr/bin/env bash
# Three replicas on one SQLite file, and what readers feel of writers.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
require_java

server single 5960
for n in 1 2 3; do
  server "replica$n" "596$n" ROLLCALL_DB="jdbc:sqlite:$WORK/shared.db"
done

one() { load 96 http://127.0.0.1:5960/api/reports report a; }
# Of the latencies, the replica's with the worst p99.
three() {
  local n writers=()
  for n in 1 2 3; do
    load 32 "http://127.0.0.1:596$n/api/reports" report "r$n-" >"$WORK/three.$n" &
    writers+=($!)
  done
  wait "${writers[@]}"
  cat "$WORK"/three.[123] | awk '
    {rate += $1; failed += $4}
    $3 / $2 > worst {worst = $3 / $2; p50 = $2; p99 = $3}
    END {print rate, p50, p99, failed}'
}
# Three compilers, each of which sees a third of the requests.
RUN_SECONDS=$((5 * ${BENCH_WARM_UP:-8})) three >/dev/null
compare three one
versus 'durable POST, three replicas on one file' req/s 1 three one 'one replica' '>=0.8'
p50=$(figure three 2) p99=$(figure three 3)
row 'POST p99 while 3 x 32 write' ms "$p99" 'its own p50' "$p50" "$(awk "BEGIN {print $p99 / $p50}")" '<=10' \
  "$(column three 4 | awk '{n += $1} END {print n + 0}')"

post_hundred http://127.0.0.1:5960/api/reports
quiet() { load 8 http://127.0.0.1:5960/api/containers/a1; }
beside_writers() {
  load 64 http://127.0.0.1:5960/api/reports report a >/dev/null &
  load 8 http://127.0.0.1:5960/api/containers/a1
  wait $!
}
compare beside_writers quiet
versus 'GET p99 while 64 write' ms 3 beside_writers quiet 'GET p99 alone' '<=5'
