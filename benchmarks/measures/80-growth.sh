#!/usr/bin/env bash
# What ten times the containers, each with ten times the history, do to reads and writes.
. "$(dirname "${BASH_SOURCE[0]}")/../measure.sh"
require_java

# fill PORT NODES REPORTS: 500 containers a node by the agents' request, and REPORTS of single ones.
fill() {
  local node
  for ((node = 0; node < $2; node++)); do
    jq -nc --arg node "node$node" '{timestamp: "2026-11-01T00:00:00Z", agent_version: "0.1.0", containers: [range(500) | {
        id: "\($node)c\(.)", name: "name-\($node)-\(.)", image: "image-\(. % 20)", node: $node, state: "running",
        timestamp: "2026-11-01T00:00:00Z", memory_usage: 12.5, cpu_usage: 0.25, labels: {tier: "t\(. % 5)"}}]}' |
      curl -fsS -o /dev/null -X PUT -H 'Content-Type: application/json' --data-binary @- \
        "http://127.0.0.1:$1/api/nodes/node$node/containers"
  done
  until [ "$(curl -fsS -o /dev/null -D - "http://127.0.0.1:$1/api/status" |
    sed -n 's/^X-Rollcall-Revision: \([0-9]*\).*/\1/p')" -gt "$3" ]; do
    RUN_SECONDS=1 load 64 "http://127.0.0.1:$1/api/reports" report "h$RANDOM-" >/dev/null
  done
}
server small 5961
server large 5962
fill 5961 2 8000
fill 5962 20 80000

small_read() { load 64 http://127.0.0.1:5961/api/containers/node1c7; }
large_read() { load 64 http://127.0.0.1:5962/api/containers/node1c7; }
small_write() { load 64 http://127.0.0.1:5961/api/reports report a; }
large_write() { load 64 http://127.0.0.1:5962/api/reports report a; }
small_page() { load 8 'http://127.0.0.1:5961/api/containers?limit=100'; }
large_page() { load 8 'http://127.0.0.1:5962/api/containers?limit=100'; }
compare small_page large_page
compare small_read large_read
compare small_write large_write
# Costs are the throughput's reverse.
versus 'point read, 10 x the data' req/s 1 large_read small_read 'a tenth of the data' '>=0.833'
versus 'write, 10 x the data' req/s 1 large_write small_write 'a tenth of the data' '>=0.833'
versus 'first page, 10 x the data' req/s 1 large_page small_page 'a tenth of the data' '>=0.667'
